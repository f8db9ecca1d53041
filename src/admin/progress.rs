//! What a long job tells while it runs.

/// Hears how far a job has come. A job has steps, one after another; each may know how much there is to do.
pub trait Progress {
    /// A step begins: its name, and how many of its units there are, where that is known.
    fn begin(&mut self, step: &str, total: Option<u64>);
    /// So many more units of the step are done.
    fn advance(&mut self, units: u64);
    /// The step is done.
    fn end(&mut self);
    /// Whether the job should be given up. Jobs that undo what they have done so far ask now and then.
    fn stop_requested(&self) -> bool {
        false
    }
}

/// Nobody listens.
impl Progress for () {
    fn begin(&mut self, _step: &str, _total: Option<u64>) {}
    fn advance(&mut self, _units: u64) {}
    fn end(&mut self) {}
}
