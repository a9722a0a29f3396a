using ElasticGrains.Engine.Shards;
using ElasticGrains.Inputs;
using ElasticGrains.Jobs;
using ElasticGrains.Kernels;
using ElasticGrains.Kernels.Inputs;
using ElasticGrains.Runtime.Shards;
using ElasticGrains.Runtime.Tests.Support;
using ElasticGrains.Scheduling;
using ElasticGrains.Shards;
using ElasticGrains.Testing.Ledger;
using Microsoft.Extensions.Logging.Abstractions;

namespace ElasticGrains.Runtime.Tests.Shards;

public sealed class InputCaptureTests : IDisposable
{
    private readonly TestDirectory _directory = new();
    private readonly InMemoryBlockStore _blocks = new();

    [Fact]
    public async Task Capture_OfTheFileThatWasSubmitted_KeepsItsBytes()
    {
        var input = await TakeAsync(KernelJson.Write(new { list = Manifest() }));

        Assert.Null(input!.Reason);
        Assert.Equal("hello", await TextAsync(input));
    }

    [Fact]
    public async Task Capture_OfAFileWithTheSameLengthAndTime_IsRefusedByItsFingerprint()
    {
        var manifest = Manifest();
        var file = manifest.Files[0];
        await File.WriteAllTextAsync(file.Path, "other");
        File.SetLastWriteTimeUtc(file.Path, new DateTime(file.ModifiedTicks, DateTimeKind.Utc));

        var input = await TakeAsync(KernelJson.Write(manifest));

        Assert.Equal((null, $"'{file.Path}' has other contents than when the job was submitted, with the same length and time; submit a new job."), (input!.Block, input.Reason));
    }

    [Fact]
    public async Task Capture_OfAnInputWithSeveralManifests_KeepsNothingAndSaysWhy()
    {
        var manifest = Manifest();

        foreach (var json in new[] { KernelJson.Write(new { left = manifest, right = manifest }), KernelJson.Write(new { all = new[] { manifest } }) })
        {
            var input = await TakeAsync(json);

            Assert.Null(input!.Block);
            Assert.Contains("and this one has several, or has it in a list", input.Reason, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Capture_OfAnInputWithoutFiles_IsNone() => Assert.Null(await TakeAsync("{\"files\":3,\"more\":[{\"files\":[1]}]}"u8.ToArray()));

    public void Dispose() => _directory.Dispose();

    private FileManifest Manifest()
    {
        var path = Path.Combine(_directory.Path, "input.txt");
        File.WriteAllText(path, "hello");
        return ManifestBuilder.Build([path]);
    }

    private Task<CapturedInput?> TakeAsync(byte[] json)
    {
        var range = new ItemRange(0, 5);
        var spec = new JobSpec { Id = "j", Kernel = "k", KernelVersion = 1, Input = json, Policy = JobPolicy.Default };
        var grant = new ShardGrant("j", 0, 1, range, new SlotLease("s", 0, 1), spec) { Capture = new CaptureOrder(0, 5, 1 << 20) };
        return new InputCapture(_blocks, new CaptureLimits(), TimeProvider.System, NullLogger<InputCapture>.Instance)
            .TakeAsync(new ShardEffect.CaptureInput(1, grant, range, FailedIn: null));
    }

    private async Task<string> TextAsync(CapturedInput input) =>
        System.Text.Encoding.UTF8.GetString(Assert.Single(CapturedBytes.Read(await _blocks.GetAsync("j", input.Block!))).Bytes.Span);
}
