//! Reads lists of areas as Statistics Netherlands publishes them: CSV, or GeoJSON in degrees (WGS 84).
//!
//! Both hold a code, a year, a name and a place; a parent may be named, and otherwise follows from the code, which starts
//! with the digits of the area around it. Every wrong row is told with its number and what is wrong with it.

use std::{collections::HashSet, fmt};

use serde_json::{Map, Value};

use super::model::{AreaCode, AreaKind};

/// One area of a list.
#[derive(Clone, Debug, PartialEq)]
pub struct AreaRow {
    pub code: AreaCode,
    pub year: i32,
    pub kind: AreaKind,
    pub name: String,
    pub parent: Option<AreaCode>,
    /// Degrees north.
    pub latitude: f64,
    /// Degrees east.
    pub longitude: f64,
}

/// What is wrong with a row.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    #[error("`{0}` is missing")]
    Missing(&'static str),
    #[error("`{0}` is no code of a country (NL00), municipality (GM....), district (WK......) or neighbourhood (BU........)")]
    Code(String),
    #[error("`{0}` is no year")]
    Year(String),
    #[error("the place is not in degrees (latitude -90 to 90, longitude -180 to 180)")]
    Place,
    #[error("the code {0} stands in an earlier row too")]
    Twice(AreaCode),
    #[error("{0}")]
    Unreadable(String),
}

/// A row that was not read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WrongRow {
    /// Counted as a person does: the first row below the heading of a CSV file is 2, the first feature of GeoJSON is 1.
    pub number: usize,
    pub problem: Problem,
}

impl fmt::Display for WrongRow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "row {}: {}", self.number, self.problem)
    }
}

/// The good and the wrong rows of a list.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Read {
    /// Each area after the one around it.
    pub rows: Vec<AreaRow>,
    pub wrong: Vec<WrongRow>,
}

impl Read {
    fn collect(rows: impl Iterator<Item = (usize, Result<AreaRow, Problem>)>) -> Self {
        let mut read = Self::default();
        let mut seen = HashSet::new();
        for (number, row) in rows {
            match row {
                Ok(row) if seen.insert(row.code.clone()) => read.rows.push(row),
                Ok(row) => read.wrong.push(WrongRow { number, problem: Problem::Twice(row.code) }),
                Err(problem) => read.wrong.push(WrongRow { number, problem }),
            }
        }
        read.rows.sort_by(|a, b| (a.kind, &a.code).cmp(&(b.kind, &b.code)));
        read
    }
}

/// The names that each column has in files of Statistics Netherlands, and ours.
const CODE: &[&str] = &["code", "gwb_code", "statcode", "gm_code", "gemeentecode", "wijkcode", "buurtcode"];
const YEAR: &[&str] = &["year", "jaar", "jrstatcode"];
const NAME: &[&str] = &["name", "naam", "regio", "statnaam", "gemeentenaam", "wijknaam", "buurtnaam"];
const PARENT: &[&str] = &["parent", "parent_code", "ligt_in"];
const LATITUDE: &[&str] = &["latitude", "lat", "breedtegraad"];
const LONGITUDE: &[&str] = &["longitude", "lon", "lng", "lengtegraad"];

/// Reads CSV with a heading, separated by commas or semicolons.
pub fn read_csv(text: &str) -> Read {
    let text = text.trim_start_matches('\u{feff}');
    let heading = text.lines().next().unwrap_or_default();
    let separator = if heading.matches(';').count() > heading.matches(',').count() { b';' } else { b',' };
    let mut reader = csv::ReaderBuilder::new().delimiter(separator).trim(csv::Trim::All).from_reader(text.as_bytes());
    let names: Vec<String> = reader.headers().map(|names| names.iter().map(str::to_lowercase).collect()).unwrap_or_default();
    let column = |wanted: &[&str]| wanted.iter().find_map(|wanted| names.iter().position(|name| name == wanted));
    let columns = [CODE, YEAR, NAME, PARENT, LATITUDE, LONGITUDE].map(column);
    Read::collect(reader.records().enumerate().map(|(index, record)| {
        let number = index + 2;
        let record = match record {
            Ok(record) => record,
            Err(error) => return (number, Err(Problem::Unreadable(error.to_string()))),
        };
        let [code, year, name, parent, latitude, longitude] =
            columns.map(|column| column.and_then(|column| record.get(column)).unwrap_or_default());
        (number, row(code, year, name, parent, degrees(latitude).zip(degrees(longitude))))
    }))
}

/// Reads a GeoJSON `FeatureCollection`; the place is the point, or the middle of the area.
///
/// # Errors
/// When it is no such collection.
pub fn read_geojson(text: &str) -> Result<Read, serde_json::Error> {
    #[derive(serde::Deserialize)]
    struct Collection {
        features: Vec<Feature>,
    }
    #[derive(serde::Deserialize)]
    struct Feature {
        properties: Option<Map<String, Value>>,
        geometry: Option<Value>,
    }
    let collection: Collection = serde_json::from_str(text)?;
    Ok(Read::collect(collection.features.into_iter().enumerate().map(|(index, feature)| {
        let properties: Map<String, Value> =
            feature.properties.unwrap_or_default().into_iter().map(|(name, value)| (name.to_lowercase(), value)).collect();
        let text = |wanted: &[&str]| match wanted.iter().find_map(|name| properties.get(*name)) {
            Some(Value::String(text)) => text.trim().to_owned(),
            Some(Value::Number(number)) => number.to_string(),
            _ => String::new(),
        };
        let stated = degrees(&text(LATITUDE)).zip(degrees(&text(LONGITUDE)));
        let place = stated.or_else(|| middle(feature.geometry.as_ref()?));
        (index + 1, row(&text(CODE), &text(YEAR), &text(NAME), &text(PARENT), place))
    })))
}

fn row(code: &str, year: &str, name: &str, parent: &str, place: Option<(f64, f64)>) -> Result<AreaRow, Problem> {
    if code.is_empty() {
        return Err(Problem::Missing("code"));
    }
    let parsed: AreaCode = code.parse().map_err(|_| Problem::Code(code.to_owned()))?;
    if name.is_empty() {
        return Err(Problem::Missing("name"));
    }
    if year.is_empty() {
        return Err(Problem::Missing("year"));
    }
    // `jrstatcode` is the year and the code in one.
    let year = year
        .get(..4)
        .and_then(|year| year.parse().ok())
        .filter(|year| (1900..2200).contains(year))
        .ok_or_else(|| Problem::Year(year.to_owned()))?;
    let parent = match parent {
        "" => parent_of(&parsed),
        parent => Some(parent.parse().map_err(|_| Problem::Code(parent.to_owned()))?),
    };
    let (latitude, longitude) = place.ok_or(Problem::Missing("latitude and longitude"))?;
    if !(-90.0..=90.0).contains(&latitude) || !(-180.0..=180.0).contains(&longitude) {
        return Err(Problem::Place);
    }
    Ok(AreaRow { kind: kind_of(&parsed), code: parsed, year, name: name.to_owned(), parent, latitude, longitude })
}

fn kind_of(code: &AreaCode) -> AreaKind {
    match code.as_str().get(..2) {
        Some("GM") => AreaKind::Municipality,
        Some("WK") => AreaKind::District,
        Some("BU") => AreaKind::Neighbourhood,
        _ => AreaKind::Country,
    }
}

fn parent_of(code: &AreaCode) -> Option<AreaCode> {
    let text = code.as_str();
    let parent = match kind_of(code) {
        AreaKind::Country => return None,
        AreaKind::Municipality => "NL00".to_owned(),
        AreaKind::District => format!("GM{}", text.get(2..6)?),
        AreaKind::Neighbourhood => format!("WK{}", text.get(2..8)?),
    };
    parent.parse().ok()
}

fn degrees(text: &str) -> Option<f64> {
    text.replace(',', ".").parse().ok().filter(|degrees: &f64| degrees.is_finite())
}

/// Latitude and longitude of a geometry: the centroids of its outer rings, weighted by their area.
fn middle(geometry: &Value) -> Option<(f64, f64)> {
    let coordinates = geometry.get("coordinates")?;
    let polygons: Vec<&Value> = match geometry.get("type")?.as_str()? {
        "Point" => {
            let (longitude, latitude) = point(coordinates)?;
            return Some((latitude, longitude));
        }
        "Polygon" => vec![coordinates],
        "MultiPolygon" => coordinates.as_array()?.iter().collect(),
        _ => return None,
    };
    let (mut area, mut x, mut y) = (0.0, 0.0, 0.0);
    for polygon in polygons {
        let ring: Vec<(f64, f64)> = polygon.get(0)?.as_array()?.iter().map(point).collect::<Option<_>>()?;
        // Counted from the first corner, since the difference of large numbers is inexact.
        let (x0, y0) = *ring.first()?;
        let (mut ring_area, mut ring_x, mut ring_y) = (0.0, 0.0, 0.0);
        for pair in ring.windows(2) {
            let ((ax, ay), (bx, by)) = ((pair[0].0 - x0, pair[0].1 - y0), (pair[1].0 - x0, pair[1].1 - y0));
            let cross = ax * by - bx * ay;
            ring_area += cross / 2.0;
            ring_x += (ax + bx) * cross / 6.0;
            ring_y += (ay + by) * cross / 6.0;
        }
        // Rings run either way round; their area counts positive.
        let sign = ring_area.signum();
        area += sign * ring_area;
        x += sign * (ring_x + x0 * ring_area);
        y += sign * (ring_y + y0 * ring_area);
    }
    (area > 0.0).then(|| (y / area, x / area))
}

fn point(value: &Value) -> Option<(f64, f64)> {
    Some((value.get(0)?.as_f64()?, value.get(1)?.as_f64()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_read_with_parents_first_and_every_wrong_row_is_told() {
        let read = read_csv(
            "\u{feff}Code;Jaar;Naam;Breedtegraad;Lengtegraad\n\
             BU0193AA00;2024;Dieze-Oost;52,52;6,11\n\
             GM0193;2024;Zwolle;52.51;6.09\n\
             WK0193AA;2024;Diezerpoort;52.519;6.098\n\
             GM193;2024;Zwolle;52.51;6.09\n\
             GM0150;nu;Deventer;52.25;6.16\n\
             GM0193;2024;Zwolle;52.51;6.09\n\
             GM0166;2024;;52.55;5.9\n\
             GM0167;2024;Kampen;202000;503000\n\
             GM0168;2024;Losser;;\n",
        );
        let codes: Vec<_> = read.rows.iter().map(|row| (row.code.as_str(), row.parent.as_ref().map(AreaCode::as_str))).collect();
        assert_eq!(codes, [("GM0193", Some("NL00")), ("WK0193AA", Some("GM0193")), ("BU0193AA00", Some("WK0193AA"))]);
        assert_eq!((read.rows[2].latitude, read.rows[2].longitude), (52.52, 6.11));
        let wrong: Vec<String> = read.wrong.iter().map(ToString::to_string).collect();
        assert_eq!(
            wrong,
            [
                "row 5: `GM193` is no code of a country (NL00), municipality (GM....), district (WK......) or neighbourhood (BU........)",
                "row 6: `nu` is no year",
                "row 7: the code GM0193 stands in an earlier row too",
                "row 8: `name` is missing",
                "row 9: the place is not in degrees (latitude -90 to 90, longitude -180 to 180)",
                "row 10: `latitude and longitude` is missing",
            ]
        );
    }

    #[test]
    fn the_middle_of_a_shape_is_its_place() {
        let text = r#"{"type": "FeatureCollection", "features": [
            {"type": "Feature", "properties": {"statcode": "GM0193", "statnaam": "Zwolle", "jrstatcode": "2024GM0193"},
             "geometry": {"type": "MultiPolygon", "coordinates": [[[[6, 52], [6, 53], [7, 53], [7, 52], [6, 52]]], [[[8, 52], [9, 52], [9, 53], [8, 53], [8, 52]]]]}},
            {"type": "Feature", "properties": {"code": "WK019311", "name": "Diezerpoort", "year": 2024}, "geometry": {"type": "Point", "coordinates": [6.1, 52.5]}},
            {"type": "Feature", "properties": {"code": "WK019312", "name": "Elders", "year": 2024}, "geometry": null}
        ]}"#;
        let read = read_geojson(text).unwrap();
        assert_eq!(read.rows.len(), 2);
        let place = |row: &AreaRow| ((row.latitude * 1000.0).round(), (row.longitude * 1000.0).round());
        assert_eq!(place(&read.rows[0]), (52500.0, 7500.0));
        assert_eq!(read.rows[0].year, 2024);
        assert_eq!(place(&read.rows[1]), (52500.0, 6100.0));
        assert_eq!(read.wrong, [WrongRow { number: 3, problem: Problem::Missing("latitude and longitude") }]);
        assert!(read_geojson("{}").is_err());
    }
}
