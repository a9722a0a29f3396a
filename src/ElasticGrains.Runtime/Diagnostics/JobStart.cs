using ElasticGrains.Engine.Jobs;
using ElasticGrains.Ledger;

namespace ElasticGrains.Runtime.Diagnostics;

/// <summary>What a job's machine was made of.</summary>
internal sealed record JobStart(JobHistory History, long Epoch, DateTimeOffset At, JobTimings Timings);
