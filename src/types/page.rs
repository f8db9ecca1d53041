mod cursor;

use thiserror::Error;

pub use cursor::{Cursor, CursorError, Key};

/// Which part of a list is wanted: at most so many rows, after a place in it.
///
/// ```
/// use ledgerstore::types::PageRequest;
///
/// assert_eq!(PageRequest::default().limit(), 50);
/// assert!(PageRequest::new(0).is_err());
/// assert!(PageRequest::new(1_001).is_err());
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageRequest {
    limit: u32,
    after: Option<Cursor>,
}

/// A page can't have that many rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("a page can't have {0} rows: ask for 1 to {max}", max = PageRequest::MAX_LIMIT)]
pub struct LimitOutOfRange(u32);

impl PageRequest {
    /// The most rows that a page can have.
    pub const MAX_LIMIT: u32 = 1_000;

    /// The first page, of at most `limit` rows.
    ///
    /// # Errors
    /// [`LimitOutOfRange`] unless it is 1 to [`PageRequest::MAX_LIMIT`].
    pub fn new(limit: u32) -> Result<Self, LimitOutOfRange> {
        if !(1..=Self::MAX_LIMIT).contains(&limit) {
            return Err(LimitOutOfRange(limit));
        }
        Ok(Self { limit, after: None })
    }

    /// The page that starts right after the cursor's row.
    #[must_use]
    pub fn after(self, cursor: Cursor) -> Self {
        Self { after: Some(cursor), ..self }
    }

    /// How many rows the page has at most.
    pub const fn limit(&self) -> u32 {
        self.limit
    }

    /// How many rows to ask the database for: one more than the page has tells whether another page follows.
    pub fn rows_to_load(&self) -> i64 {
        i64::from(self.limit) + 1
    }

    /// The key of the row that the page comes after; `None` for the first page.
    ///
    /// # Errors
    /// [`CursorError::CursorMismatch`] when the cursor came from another list than `scope`.
    pub fn key_for(&self, scope: &str) -> Result<Option<&Key>, CursorError> {
        self.after.as_ref().map(|cursor| cursor.key_for(scope)).transpose()
    }
}

impl Default for PageRequest {
    fn default() -> Self {
        Self { limit: 50, after: None }
    }
}

/// One page of a list, and the place where the next one starts.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Page<T> {
    /// The rows, in the list's order.
    pub items: Vec<T>,
    /// What to ask for the next page with; `None` on the last page.
    pub next: Option<Cursor>,
}

impl<T> Page<T> {
    /// The page that the rows make, loaded with [`PageRequest::rows_to_load`]; `key` gives a row's place in the
    /// list named `scope`.
    ///
    /// ```
    /// use ledgerstore::types::{Key, Page, PageRequest};
    ///
    /// let request = PageRequest::new(2)?;
    /// let page = Page::from_rows(vec![7, 8, 9], &request, "users:id", |id| Key::Id(*id));
    /// assert_eq!(page.items, [7, 8]);
    ///
    /// let next = request.after(page.next.expect("9 is still to come"));
    /// assert_eq!(next.key_for("users:id")?, Some(&Key::Id(8)));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn from_rows(
        mut rows: Vec<T>,
        request: &PageRequest,
        scope: &str,
        key: impl FnOnce(&T) -> Key,
    ) -> Self {
        let limit = request.limit as usize;
        let more = rows.len() > limit;
        rows.truncate(limit);
        let next = rows.last().filter(|_| more).map(|last| Cursor::new(scope, key(last)));
        Self { items: rows, next }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(rows: Vec<i64>, request: &PageRequest) -> Page<i64> {
        Page::from_rows(rows, request, "users:id", |id| Key::Id(*id))
    }

    #[test]
    fn limits_are_1_to_1000() {
        for limit in [0, 1_001, u32::MAX] {
            assert_eq!(PageRequest::new(limit), Err(LimitOutOfRange(limit)));
        }
        let loaded = [1, 1_000].map(|limit| PageRequest::new(limit).unwrap().rows_to_load());
        assert_eq!(loaded, [2, 1_001]);
    }

    #[test]
    fn only_a_full_page_with_more_behind_it_has_a_next() {
        let request = PageRequest::new(2).unwrap();
        for rows in [vec![], vec![1], vec![1, 2]] {
            assert_eq!(page(rows.clone(), &request), Page { items: rows, next: None });
        }
        let cut = page(vec![1, 2, 3], &request);
        assert_eq!(cut, Page { items: vec![1, 2], next: Some(Cursor::new("users:id", Key::Id(2))) });
    }

    #[test]
    fn pages_cover_a_list_once() {
        let all: Vec<i64> = (1..=7).collect();
        let (mut seen, mut request) = (Vec::new(), PageRequest::new(3).unwrap());
        loop {
            let after = match request.key_for("users:id").unwrap() {
                Some(Key::Id(id)) => *id,
                other => other.map_or(0, |key| panic!("{key:?} isn't a number")),
            };
            let to_load = usize::try_from(request.rows_to_load()).unwrap();
            let page = page(all.iter().copied().filter(|id| *id > after).take(to_load).collect(), &request);
            seen.extend(page.items);
            let Some(next) = page.next else { break };
            request = request.after(next);
        }
        assert_eq!(seen, all);
    }

    #[test]
    fn another_lists_cursor_is_refused() {
        let request = PageRequest::default().after(Cursor::new("users:id", Key::Id(1)));
        assert_eq!(request.key_for("products:id"), Err(CursorError::CursorMismatch));
        assert_eq!(PageRequest::default().key_for("products:id"), Ok(None));
    }

    // JSON comes with the program's own dependencies.
    #[cfg(feature = "cli")]
    #[test]
    fn serializes_the_cursor_as_text() {
        let page = page(vec![1, 2], &PageRequest::new(1).unwrap());
        let next = page.next.as_ref().unwrap().to_string();
        assert_eq!(serde_json::to_value(&page).unwrap(), serde_json::json!({ "items": [1], "next": next }));
    }
}
