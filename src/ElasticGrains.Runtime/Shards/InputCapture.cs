using ElasticGrains.Blocks;
using ElasticGrains.Engine.Shards;
using ElasticGrains.Inputs;
using ElasticGrains.Runtime.Diagnostics;
using Microsoft.Extensions.Logging;

namespace ElasticGrains.Runtime.Shards;

/// <summary>Keeps the input of ranges that are given up as blocks: what the files hold now they may not hold when somebody looks.</summary>
internal sealed class InputCapture(IBlockStore blocks, CaptureLimits limits, TimeProvider time, ILogger<InputCapture> logger)
{
    /// <summary>What was kept, or why nothing was; null when the job has no files. Never throws.</summary>
    public async Task<CapturedInput?> TakeAsync(ShardEffect.CaptureInput wanted)
    {
        // Reading from what does not answer blocks a thread, which must not be one of the grain's.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        var (job, order) = (wanted.Grant.JobId, wanted.Grant.Capture!);
        var at = time.GetUtcNow();
        try
        {
            var input = wanted.Grant.Spec.Input;
            var lists = ManifestJson.Count(input);
            if (lists != 1 || ManifestJson.Find(input) is not { } files)
            {
                return lists == 0 ? null : NotKept(job, wanted.Rest, at, "The input is kept of jobs whose files are one list of files, and this one has several, or has it in a list.");
            }

            var plan = CapturePlan.Of(files, order.Items, wanted.Rest, wanted.FailedIn, limits.Most, order.Room);
            return plan.Parts is { } parts
                ? new CapturedInput(plan.Range, at) { Block = await blocks.PutAsync(job, Read(files, parts)), Reason = plan.Reason }
                : NotKept(job, wanted.Rest, at, plan.Reason!);
        }
#pragma warning disable CA1031 // Whatever it is, it must not keep the range from being given up.
        catch (Exception error)
#pragma warning restore CA1031
        {
            return NotKept(job, wanted.Rest, at, ExceptionWords.MessageOf(error));
        }
    }

    private CapturedInput NotKept(string job, ItemRange range, DateTimeOffset at, string reason)
    {
        Log.InputNotCaptured(logger, job, range, reason);
        return new CapturedInput(range, at) { Reason = reason };
    }

    /// <summary>What is kept is what was submitted, as far as the manifest tells: each file is looked at before and after.</summary>
    private static byte[] Read(FileManifest files, IReadOnlyList<InputPart> parts)
    {
        var (block, places) = CapturedBytes.Prepare(parts);
        for (var i = 0; i < parts.Count; i++)
        {
            using var content = InputStores.Open(files.Files[parts[i].File], parts[i].Offset);
            content.Verify(fingerprint: true);
            content.ReadExactly(places[i].Span, parts[i].Offset);
            content.Verify(fingerprint: false);
        }

        return block;
    }
}
