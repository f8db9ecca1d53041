use serde::Serialize;

use crate::sample::Sample;

/// What each contender came to on each workload.
#[derive(Debug, Default)]
pub(crate) struct Results {
    cells: Vec<Cell>,
}

#[derive(Debug)]
struct Cell {
    workload: &'static str,
    contender: &'static str,
    turns: Vec<Sample>,
}

/// A contender's medians on a workload.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Line {
    pub(crate) workload: &'static str,
    pub(crate) contender: &'static str,
    pub(crate) turns: usize,
    #[serde(flatten)]
    pub(crate) median: Sample,
}

impl Results {
    pub(crate) fn add(&mut self, workload: &'static str, contender: &'static str, turn: Sample) {
        let is_it = |cell: &&mut Cell| cell.workload == workload && cell.contender == contender;
        match self.cells.iter_mut().find(is_it) {
            Some(cell) => cell.turns.push(turn),
            None => self.cells.push(Cell { workload, contender, turns: vec![turn] }),
        }
    }

    /// In the order in which they were first run.
    pub(crate) fn lines(&self) -> Vec<Line> {
        self.cells
            .iter()
            .map(|Cell { workload, contender, turns }| Line {
                workload,
                contender,
                turns: turns.len(),
                median: Sample::median(turns),
            })
            .collect()
    }
}
