//! Access sheets (листы доступа): who signs in with what.

use krilla::Document;
use krilla::metadata::Metadata;
use krilla::surface::Surface;

use crate::Error;
use crate::font::Faces;
use crate::paper::{HEIGHT, Qr, WIDTH, a4, black, grey, line, write};
use crate::words::Words;

/// How a class is laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Layout {
    /// Strips to cut, ten on a page, each with its own QR code.
    Strips,
    /// One list for a class, for the one who hands the codes out.
    List,
}

/// Everything that is printed.
#[derive(Debug, Clone)]
pub struct Sheets {
    /// The school's short name.
    pub place: String,
    /// Where one signs in, without a trailing slash: `https://school.example`.
    pub address: String,
    /// «22 января 2027»: the last day of the codes.
    pub until: String,
    /// Add the instruction in English?
    pub english: bool,
    /// Strips or a list.
    pub layout: Layout,
    /// Each begins a page of its own.
    pub groups: Vec<Group>,
}

/// A class, or the staff.
#[derive(Debug, Clone)]
pub struct Group {
    /// «7А класс».
    pub title: String,
    /// In the order they are printed.
    pub slips: Vec<Slip>,
}

/// One person's way in.
#[derive(Debug, Clone)]
pub struct Slip {
    /// «Иванова Мария Сергеевна».
    pub name: String,
    /// «ученица», «родитель: Иванова Мария».
    pub note: String,
    /// The login.
    pub login: String,
    /// The one-time code as it is printed; `None` when the person has a way in already.
    pub code: Option<String>,
}

const MARGIN: f32 = 28.0;
const HEAD: f32 = 26.0;
const COLUMNS: u16 = 2;
const ROWS: u16 = 5;
const QR: f32 = 74.0;
const PAD: f32 = 10.0;

/// The PDF.
///
/// # Errors
/// An address that fits into no QR code; a fault of the library.
pub fn access_sheets(sheets: &Sheets) -> Result<Vec<u8>, Error> {
    let faces = Faces::load()?;
    let mut document = Document::new();
    document.set_metadata(
        Metadata::new()
            .title(format!("Листы доступа – {}", sheets.place))
            .language("ru".to_owned())
            .creator("Звонок".to_owned()),
    );
    let on_page = match sheets.layout {
        Layout::Strips => usize::from(COLUMNS * ROWS),
        Layout::List => ROWS_OF_LIST,
    };
    for group in &sheets.groups {
        let pages = group.slips.len().div_ceil(on_page);
        for (number, slips) in group.slips.chunks(on_page).enumerate() {
            let mut page = document.start_page_with(a4()?);
            let mut surface = page.surface();
            head(&mut surface, &faces, sheets, group, (number + 1, pages));
            match sheets.layout {
                Layout::Strips => strips(&mut surface, &faces, sheets, slips)?,
                Layout::List => list(&mut surface, &faces, sheets, slips, number * on_page)?,
            }
            surface.finish();
            page.finish();
        }
    }
    document.finish().map_err(|error| Error::Pdf(format!("{error:?}")))
}

fn head(
    surface: &mut Surface<'_>,
    faces: &Faces,
    sheets: &Sheets,
    group: &Group,
    (page, pages): (usize, usize),
) {
    let y = MARGIN + 10.0;
    write(surface, &faces.bold, (MARGIN, y), 13.0, black(), &group.title);
    let right = if pages > 1 {
        format!("{}, лист {page} из {pages}", sheets.place)
    } else {
        sheets.place.clone()
    };
    let size = faces.regular.fitting(&right, 9.0, WIDTH / 2.0);
    let x = WIDTH - MARGIN - faces.regular.width(&right, size);
    write(surface, &faces.regular, (x, y), size, grey(), &right);
}

fn strips(surface: &mut Surface<'_>, faces: &Faces, sheets: &Sheets, slips: &[Slip]) -> Result<(), Error> {
    let width = (WIDTH - 2.0 * MARGIN) / f32::from(COLUMNS);
    let top = MARGIN + HEAD;
    let height = (HEIGHT - MARGIN - top) / f32::from(ROWS);
    let rows = u16::try_from(slips.len().div_ceil(usize::from(COLUMNS))).unwrap_or(ROWS);
    for row in 0..=rows {
        let y = top + f32::from(row) * height;
        line(surface, (MARGIN, y), (WIDTH - MARGIN, y), true);
    }
    line(surface, (WIDTH / 2.0, top), (WIDTH / 2.0, top + f32::from(rows) * height), true);
    for (place, slip) in (0_u16..).zip(slips) {
        let x = MARGIN + f32::from(place % COLUMNS) * width;
        let y = top + f32::from(place / COLUMNS) * height;
        strip(surface, faces, sheets, slip, (x + PAD, y + PAD), width - 2.0 * PAD)?;
    }
    Ok(())
}

fn strip(
    surface: &mut Surface<'_>,
    faces: &Faces,
    sheets: &Sheets,
    slip: &Slip,
    (x, y): (f32, f32),
    width: f32,
) -> Result<(), Error> {
    let text = width - QR - 8.0;
    let size = faces.bold.fitting(&slip.name, 11.0, text);
    write(surface, &faces.bold, (x, y + 10.0), size, black(), &slip.name);
    let size = faces.regular.fitting(&slip.note, 8.0, text);
    write(surface, &faces.regular, (x, y + 21.0), size, grey(), &slip.note);
    write(surface, &faces.regular, (x, y + 36.0), 7.5, grey(), "Логин");
    let size = faces.mono.fitting(&slip.login, 12.0, text);
    write(surface, &faces.mono, (x, y + 48.0), size, black(), &slip.login);
    let words = Words { address: &sheets.address, until: &sheets.until };
    if let Some(code) = &slip.code {
        write(surface, &faces.regular, (x, y + 62.0), 7.5, grey(), "Одноразовый код");
        let size = faces.mono.fitting(code, 14.0, text);
        write(surface, &faces.mono, (x, y + 76.0), size, black(), code);
    }
    let target = format!("{}/login/?login={}", sheets.address, slip.login);
    Qr::new(&target, (x + width - QR, y + 2.0), QR)?.draw(surface);
    let mut texts = match slip.code {
        Some(_) => vec![words.steps(), words.validity()],
        None => vec![words.has_account()],
    };
    if sheets.english && slip.code.is_some() {
        texts.push(words.english());
    }
    let size = if texts.len() > 2 { 6.1 } else { 7.0 };
    let mut base = y + 92.0;
    for text in texts {
        for one in faces.regular.lines(&text, size, width) {
            write(surface, &faces.regular, (x, base), size, black(), &one);
            base += size * 1.2;
        }
    }
    Ok(())
}

/// The rows of a list's page.
const ROWS_OF_LIST: usize = 34;
const ROW: f32 = 19.0;

fn list(
    surface: &mut Surface<'_>,
    faces: &Faces,
    sheets: &Sheets,
    slips: &[Slip],
    before: usize,
) -> Result<(), Error> {
    let words = Words { address: &sheets.address, until: &sheets.until };
    let top = MARGIN + HEAD;
    let room = WIDTH - 2.0 * MARGIN - QR - 12.0;
    let mut texts = vec![words.steps(), words.validity()];
    if sheets.english {
        texts.push(words.english());
    }
    let mut y = top + 8.0;
    for text in texts {
        for one in faces.regular.lines(&text, 8.5, room) {
            write(surface, &faces.regular, (MARGIN, y), 8.5, black(), &one);
            y += 10.5;
        }
    }
    let address = format!("{}/login/", sheets.address);
    Qr::new(&address, (WIDTH - MARGIN - QR, MARGIN + 16.0), QR)?.draw(surface);
    let columns = [MARGIN, MARGIN + 22.0, MARGIN + 232.0, MARGIN + 400.0];
    let mut y = top + QR + 4.0;
    for (x, title) in columns.into_iter().zip(["№", "Кому", "Логин", "Одноразовый код"])
    {
        write(surface, &faces.regular, (x, y), 8.0, grey(), title);
    }
    for (number, slip) in slips.iter().enumerate() {
        y += ROW;
        line(surface, (MARGIN, y - ROW + 6.0), (WIDTH - MARGIN, y - ROW + 6.0), false);
        let [first, second, third, fourth] = columns;
        write(surface, &faces.regular, (first, y), 8.0, grey(), &(before + number + 1).to_string());
        let size = faces.regular.fitting(&slip.name, 9.0, third - second - 8.0);
        write(surface, &faces.regular, (second, y - 3.5), size, black(), &slip.name);
        let size = faces.regular.fitting(&slip.note, 6.5, third - second - 8.0);
        write(surface, &faces.regular, (second, y + 3.5), size, grey(), &slip.note);
        let size = faces.mono.fitting(&slip.login, 10.5, fourth - third - 8.0);
        write(surface, &faces.mono, (third, y), size, black(), &slip.login);
        match &slip.code {
            Some(code) => write(surface, &faces.mono, (fourth, y), 11.0, black(), code),
            None => {
                write(surface, &faces.regular, (fourth, y), 8.0, black(), "вход уже есть, пароль прежний")
            }
        }
    }
    Ok(())
}
