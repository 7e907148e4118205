// Runs after the job, whatever became of it. `inspect` and `preview` leave nothing behind: no job is running, nothing is
// to be taken back, so there is nothing to do.
process.exitCode = 0;
