//! What the process has used, as Linux tells it.

use std::io;

/// Processor seconds of all threads so far, counted in nanoseconds.
pub fn cpu_seconds() -> io::Result<f64> {
    // The kernel adds up a running thread's time only now and then; giving way makes it do so.
    std::thread::yield_now();
    let mut nanoseconds = 0.0;
    for task in std::fs::read_dir("/proc/self/task")? {
        let text = std::fs::read_to_string(task?.path().join("schedstat"))?;
        nanoseconds += number::<f64>(&text)?;
    }
    Ok(nanoseconds / 1e9)
}

/// A line of the process's status in megabytes: `VmRSS` is the memory in use, `VmHWM` the most there ever was.
pub fn memory_mb(name: &str) -> io::Result<u64> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix(name)?.strip_prefix(':'));
    Ok(number::<u64>(line.unwrap_or_default())? / 1024)
}

/// The number a text begins with.
fn number<T: std::str::FromStr>(text: &str) -> io::Result<T> {
    let word = text.split_whitespace().next().unwrap_or_default();
    word.parse()
        .map_err(|_| io::Error::new(io::ErrorKind::InvalidData, format!("'{word}' is no number")))
}
