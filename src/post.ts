// Runs after the job, whatever became of it. Only an evaluation leaves something to do, and only where it could not end its
// job itself.
const state = process.env.STATE_job;
if (state) void import('./end-left-job.ts').then(({ endLeftJob }) => endLeftJob(state));
