//! The policy table against its committed picture.

#[test]
fn the_policy_is_as_committed() {
    let golden = include_str!("policy.txt");
    let rendered = access::policy::rendered();
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::write(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/policy.txt"), &rendered).unwrap();
        return;
    }
    assert_eq!(rendered, golden, "run with UPDATE_GOLDEN=1 and look at the difference");
}
