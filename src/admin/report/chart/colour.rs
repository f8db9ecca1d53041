use plotters::style::RGBColor;

pub(super) const INK: RGBColor = RGBColor(1, 0, 0);
pub(super) const GRID: RGBColor = RGBColor(2, 0, 0);
pub(super) const ACCENT: RGBColor = RGBColor(3, 0, 0);
/// One for each status of an order.
pub(super) const STATUSES: [RGBColor; 5] =
    [RGBColor(4, 0, 0), RGBColor(5, 0, 0), RGBColor(6, 0, 0), RGBColor(7, 0, 0), RGBColor(8, 0, 0)];

/// What the colours above, which stand for others, are on the page. `style.rs` says how they look in light and dark.
const PAGE: [(RGBColor, &str); 8] = [
    (INK, "var(--soft)"),
    (GRID, "var(--grid)"),
    (ACCENT, "var(--accent)"),
    (STATUSES[0], "var(--pending)"),
    (STATUSES[1], "var(--confirmed)"),
    (STATUSES[2], "var(--shipped)"),
    (STATUSES[3], "var(--delivered)"),
    (STATUSES[4], "var(--cancelled)"),
];

/// The picture with the page's colours and letters, as wide as there is space.
pub(super) fn of_page(svg: &str) -> String {
    let coloured = PAGE.iter().fold(svg.to_owned(), |svg, (RGBColor(r, g, b), name)| {
        svg.replace(&format!("\"#{r:02X}{g:02X}{b:02X}\""), &format!("\"{name}\""))
    });
    let plain = coloured.replace(" font-family=\"sans-serif\"", "");
    plain.replacen("<svg ", "<svg class=\"chart\" aria-hidden=\"true\" ", 1)
}
