use std::num::NonZeroUsize;
use std::sync::mpsc::sync_channel;
use std::thread;

/// Makes the items of these tasks on so many threads, a few ahead of the one that takes them, which it does in order.
///
/// # Errors
/// The first that `take` returns: nothing is made or taken any more then.
pub(super) fn in_order<S: Sync, T: Send, E>(
    tasks: &[S],
    threads: NonZeroUsize,
    make: impl Fn(&S) -> T + Sync,
    mut take: impl FnMut(&S, T) -> Result<(), E>,
) -> Result<(), E> {
    thread::scope(|scope| {
        let make = &make;
        let work = |first: usize| {
            // Each thread has every so-manieth task, and waits until what it has made is taken.
            let (sender, receiver) = sync_channel(0);
            let mine = tasks.iter().skip(first).step_by(threads.get());
            scope.spawn(move || mine.map(make).try_for_each(|made| sender.send(made)));
            receiver
        };
        let receivers: Vec<_> = (0..threads.get()).map(work).collect();
        let made = receivers.iter().cycle().map_while(|receiver| receiver.recv().ok());
        tasks.iter().zip(made).try_for_each(|(task, made)| take(task, made))
    })
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    #[test]
    fn takes_everything_in_order_whoever_made_it() {
        let tasks: Vec<u64> = (0..100).collect();
        for threads in [1, 2, 7, 200] {
            let mut taken = Vec::new();
            let take = |_: &u64, square| -> Result<(), ()> {
                taken.push(square);
                Ok(())
            };
            in_order(&tasks, NonZeroUsize::new(threads).unwrap(), |n| n * n, take).unwrap();
            assert_eq!(taken, tasks.iter().map(|n| n * n).collect::<Vec<_>>());
        }
    }

    #[test]
    fn stops_making_when_nobody_takes() {
        let (tasks, made) = (vec![(); 1_000], AtomicUsize::new(0));
        let make = |(): &()| made.fetch_add(1, Ordering::Relaxed);
        let stopped = in_order(&tasks, NonZeroUsize::new(4).unwrap(), make, |(), made| {
            if made < 10 { Ok(()) } else { Err("enough") }
        });
        assert_eq!(stopped, Err("enough"));
        assert!(made.load(Ordering::Relaxed) < 100);
    }
}
