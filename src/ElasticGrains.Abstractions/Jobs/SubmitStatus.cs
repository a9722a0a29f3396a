namespace ElasticGrains.Jobs;

/// <summary>What became of a submission.</summary>
[GenerateSerializer, Alias("eg.job.submit-status")]
public enum SubmitStatus
{
    /// <summary>The job is in the ledger: nothing is lost from here on.</summary>
    Accepted = 0,

    /// <summary>The same spec was submitted under this id before; this is that job.</summary>
    Exists = 1,

    /// <summary>Another spec has this id.</summary>
    Conflict = 2,

    /// <summary>The spec cannot be run; the failure says why.</summary>
    Refused = 3,

    /// <summary>The silo has as many unfinished jobs as it takes; the answer says when to submit again.</summary>
    Busy = 4,
}
