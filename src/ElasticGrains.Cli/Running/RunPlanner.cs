using System.Text.Json.Nodes;
using ElasticGrains.Cli.Output;
using ElasticGrains.Cli.State;
using ElasticGrains.Hashing;
using ElasticGrains.Jobs;
using ElasticGrains.Ledger;

namespace ElasticGrains.Cli.Running;

/// <summary>Decides between a new job and one that is in a ledger already.</summary>
internal static class RunPlanner
{
    // What a manifest says about a file besides its path: it changes with the file.
    private static readonly string[] FileFacts = ["length", "modifiedTicks", "fingerprint"];

    public static async Task<RunPlan> PlanAsync(RunSettings settings, JobSpec spec, CancellationToken cancellationToken)
    {
        if (!settings.Resume)
        {
            return new RunPlan(spec.Id, settings.Job.Places.DirectoryOf(spec.Id), HasEnded: false, Note: null);
        }

        var hash = SpecHash.Of(spec);
        var all = await JobSearch.ListAsync(settings.Job.Places, JobQuery.All, cancellationToken);
        var job = all.FirstOrDefault(job => job.Entry.SpecHash == hash && (settings.Job.JobId is null || job.Entry.Id == settings.Job.JobId));
        if (job is null)
        {
            throw EgException.Usage(await NothingToResumeAsync(settings, spec, all, cancellationToken));
        }

        var entry = job.Entry;
        return entry.Phase.IsFinal()
            ? new RunPlan(entry.Id, job.Directory, HasEnded: true, $"job {entry.Id} had ended already ({EndedJobPrinter.Word(entry.Phase)}); this is what its ledger says")
            : new RunPlan(entry.Id, job.Directory, HasEnded: false,
                $"job {entry.Id} goes on from {Figures.Count(entry.Committed)} of {Figures.Count(entry.Items)} items ({Figures.Share(entry.Committed, entry.Items)})");
    }

    private static async Task<string> NothingToResumeAsync(
        RunSettings settings, JobSpec spec, IReadOnlyList<FoundJob> all, CancellationToken cancellationToken)
    {
        var about = settings.Job.JobId is { } id ? $"job '{id}' with this input" : "unfinished job with this input";
        var message = $"nothing to resume: no {about} in {settings.Job.Places.Text}";
        var wanted = WithoutFileFacts(spec);
        foreach (var job in all.Where(job => job.Entry.Kernel == spec.Kernel && !job.Entry.Phase.IsFinal()))
        {
            await using var ledger = LedgerFiles.Open(job.Directory);
            if (await ledger.Ledger.FindAsync(job.Entry.Id, cancellationToken) is { } known && WithoutFileFacts(known.Spec) == wanted)
            {
                return $"{message}; the input changed since job {job.Entry.Id} was started on the same files. Start it anew without --resume.";
            }
        }

        return $"{message}. Start it without --resume.";
    }

    private static string WithoutFileFacts(JobSpec spec)
    {
        var input = JsonNode.Parse(spec.Input.Span);
        Strip(input);
        return input?.ToJsonString() ?? "";
    }

    private static void Strip(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject fields:
                foreach (var fact in FileFacts)
                {
                    fields.Remove(fact);
                }

                foreach (var (_, value) in fields)
                {
                    Strip(value);
                }

                break;
            case JsonArray values:
                foreach (var value in values)
                {
                    Strip(value);
                }

                break;
        }
    }
}
