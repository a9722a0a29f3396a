using ElasticGrains.Inputs;
using Microsoft.Extensions.Time.Testing;

namespace ElasticGrains.Storage.Tests.Ledger;

/// <summary>What every store of inputs promises; each implementation inherits these tests.</summary>
public abstract class UploadStoreContract : IAsyncLifetime
{
    private const string Name = "corpus";

    private static readonly TimeSpan Week = UploadRules.DefaultKeep;

    protected FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));

    protected IUploadStore Uploads { get; private set; } = null!;

    protected abstract Task<IUploadStore> OpenAsync();

    protected abstract Task CloseAsync();

    public async Task InitializeAsync() => Uploads = await OpenAsync();

    public Task DisposeAsync() => CloseAsync();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(UploadRules.PartBytes)]
    [InlineData(UploadRules.PartBytes + 1)]
    [InlineData((3 * UploadRules.PartBytes) - 1)]
    public async Task Read_OfWhatWasPut_GivesTheSameBytes(int length)
    {
        var content = Content(length);
        var input = await PutAsync(Name, content);

        Assert.Equal((length, (length + UploadRules.PartBytes - 1) / UploadRules.PartBytes, true), (input.Length, input.Parts, input.IsComplete));
        Assert.Equal(await Uploads.IdentifyAsync(), input.Ledger);
        Assert.Equal([new UploadedFile("", length)], input.Files!);
        var parts = (await Uploads.ReadAsync(Name, input.Fingerprint!, 0, 10))!;
        Assert.All(parts, part => Assert.True(part.IsSound()));
        Assert.Equal(content, parts.SelectMany(part => part.Bytes.ToArray()));
    }

    [Fact]
    public async Task Read_OfSomeParts_GivesThoseInOrder()
    {
        var input = await PutAsync(Name, Content(3 * UploadRules.PartBytes));

        Assert.Equal([1, 2], (await Uploads.ReadAsync(Name, input.Fingerprint!, 1, 5))!.Select(part => part.Stamp.Part));
        Assert.Equal([1], (await Uploads.ReadAsync(Name, input.Fingerprint!, 1, 1))!.Select(part => part.Stamp.Part));
        Assert.Empty((await Uploads.ReadAsync(Name, input.Fingerprint!, 3, 1))!);
    }

    [Fact]
    public async Task Read_OfAnotherOrNone_FindsNone()
    {
        var input = await PutAsync(Name, Content(5));
        var begun = await Uploads.BeginAsync("begun", Week);
        await Uploads.WriteAsync(begun.Number, UploadPart.Of(0, Content(5)));

        Assert.Null(await Uploads.ReadAsync(Name, "another", 0, 1));
        Assert.Null(await Uploads.ReadAsync("other", input.Fingerprint!, 0, 1));
        Assert.Null(await Uploads.ReadAsync("begun", "", 0, 1));
        Assert.Null(await Uploads.FindAsync("other"));
    }

    [Fact]
    public async Task Begin_OfOneThatIsNotComplete_GoesOnBehindItsParts()
    {
        var begun = await Uploads.BeginAsync(Name, Week);
        var second = UploadPart.Of(1, Content(7));
        Assert.Equal(UploadStatus.Done, await Uploads.WriteAsync(begun.Number, second));

        var again = await Uploads.BeginAsync(Name, TimeSpan.FromDays(1));

        Assert.Equal((begun.Number, 1L, 7L, false, TimeSpan.FromDays(1)), (again.Number, again.Parts, again.Length, again.IsComplete, again.Keep));
        Assert.Equal([second.Stamp], await Uploads.ListPartsAsync(begun.Number, 0, 10));
        Assert.Empty(await Uploads.ListPartsAsync(begun.Number, 2, 10));
    }

    [Fact]
    public async Task Write_OfAPartThatIsThere_IsDoneWhenItIsTheSame()
    {
        var begun = await Uploads.BeginAsync(Name, Week);
        var part = UploadPart.Of(0, Content(9));

        Assert.Equal([UploadStatus.Done, UploadStatus.Done], [await Uploads.WriteAsync(begun.Number, part), await Uploads.WriteAsync(begun.Number, part)]);
        Assert.Equal(UploadStatus.Differs, await Uploads.WriteAsync(begun.Number, UploadPart.Of(0, Content(10))));

        Assert.Equal([part.Stamp], await Uploads.ListPartsAsync(begun.Number, 0, 10));
    }

    [Fact]
    public async Task Write_OfWhatIsNotItsChecksum_KeepsNothing()
    {
        var begun = await Uploads.BeginAsync(Name, Week);
        var part = UploadPart.Of(0, Content(9));
        UploadPart[] damaged =
        [
            part with { Bytes = Content(9).Select(one => (byte)(one + 1)).ToArray() }, part with { Bytes = part.Bytes[..8] }, UploadPart.Of(0, default), UploadPart.Of(0, new byte[UploadRules.PartBytes + 1]),
        ];

        foreach (var wrong in damaged)
        {
            Assert.Equal(UploadStatus.Damaged, await Uploads.WriteAsync(begun.Number, wrong));
        }

        Assert.Empty(await Uploads.ListPartsAsync(begun.Number, 0, 10));
    }

    [Fact]
    public async Task Write_ByManyAtOnce_KeepsOneOfEachPart()
    {
        var begun = await Uploads.BeginAsync(Name, Week);
        var written = await Task.WhenAll(Enumerable.Range(0, 60).Select(i => Uploads.WriteAsync(begun.Number, UploadPart.Of(i % 20, Content(1 + (i / 40))))));

        // Of each part two writers have one content, the third another.
        var stamps = await Uploads.ListPartsAsync(begun.Number, 0, 100);
        Assert.Equal(Enumerable.Range(0, 20), stamps.Select(stamp => stamp.Part));
        for (var i = 0; i < written.Length; i++)
        {
            var isKept = stamps[i % 20] == UploadPart.Of(i % 20, Content(1 + (i / 40))).Stamp;
            Assert.Equal(isKept ? UploadStatus.Done : UploadStatus.Differs, written[i]);
        }
    }

    [Fact]
    public async Task Complete_OfWhatIsNotWhole_IsRefused()
    {
        var begun = await Uploads.BeginAsync(Name, Week);
        var (first, last) = (UploadPart.Of(0, Content(UploadRules.PartBytes)), UploadPart.Of(2, Content(5)));
        await Uploads.WriteAsync(begun.Number, first);
        await Uploads.WriteAsync(begun.Number, last);
        UploadedFile[] files = [new("", UploadRules.PartBytes + 5)];

        Assert.Equal(UploadStatus.Unfinished, await Uploads.CompleteAsync(begun.Number, files, UploadRules.FingerprintOf(files, [first.Stamp, last.Stamp])));
        Assert.Equal(UploadStatus.Unfinished, await Uploads.CompleteAsync(begun.Number, [new("", 5)], "any"));

        var middle = UploadPart.Of(1, Content(UploadRules.PartBytes));
        await Uploads.WriteAsync(begun.Number, middle);
        UploadedFile[] whole = [new("a", UploadRules.PartBytes), new("b", UploadRules.PartBytes + 5)];
        Assert.Equal(UploadStatus.Differs, await Uploads.CompleteAsync(begun.Number, whole, "another"));
        Assert.False((await Uploads.FindAsync(Name))!.IsComplete);
        Assert.Equal(UploadStatus.Done, await Uploads.CompleteAsync(begun.Number, whole, UploadRules.FingerprintOf(whole, [first.Stamp, middle.Stamp, last.Stamp])));
        Assert.Equal(whole, (await Uploads.FindAsync(Name))!.Files!);
    }

    [Fact]
    public async Task Complete_OfOneThatIs_NeverChangesIt()
    {
        var input = await PutAsync(Name, Content(5));

        Assert.Equal(UploadStatus.Done, await Uploads.CompleteAsync(input.Number, input.Files!, input.Fingerprint!));
        Assert.Equal(UploadStatus.Differs, await Uploads.CompleteAsync(input.Number, [new("x", 5)], "another"));
        Assert.Equal(UploadStatus.Done, await Uploads.WriteAsync(input.Number, UploadPart.Of(0, Content(5))));
        Assert.Equal(UploadStatus.Complete, await Uploads.WriteAsync(input.Number, UploadPart.Of(0, Content(6))));
        Assert.Equal(UploadStatus.Complete, await Uploads.WriteAsync(input.Number, UploadPart.Of(1, Content(6))));
        Assert.Equal(UploadStatus.Damaged, await Uploads.WriteAsync(input.Number, UploadPart.Of(-1, Content(5))));
        Assert.Equal(input.Fingerprint, (await Uploads.BeginAsync(Name, Week)).Fingerprint);
        Assert.Equal(1, (await Uploads.FindAsync(Name))!.Parts);
    }

    [Fact]
    public async Task Begin_OfOneThatIsComplete_LeavesItsTimeAsItIs()
    {
        var input = await PutAsync(Name, Content(5));
        Time.Advance(TimeSpan.FromHours(1));

        await Uploads.BeginAsync(Name, TimeSpan.FromMinutes(1));

        Assert.Equal(input.Expires, (await Uploads.FindAsync(Name))!.Expires);
        Assert.Equal(UploadStatus.Done, await Uploads.CompleteAsync(input.Number, input.Files!, input.Fingerprint!));
        Assert.Equal(input.Expires + TimeSpan.FromHours(1), (await Uploads.FindAsync(Name))!.Expires);
    }

    [Fact]
    public async Task Delete_OfOne_TakesItWholeAndLeavesItsName()
    {
        var input = await PutAsync(Name, Content(UploadRules.PartBytes + 5));
        await PutAsync("other", Content(3));

        Assert.Equal(UploadStatus.Done, await Uploads.DeleteAsync(input.Number, force: false));

        Assert.Equal(UploadStatus.Missing, await Uploads.DeleteAsync(input.Number, force: true));
        Assert.Null(await Uploads.ReadAsync(Name, input.Fingerprint!, 0, 1));
        Assert.Empty(await Uploads.ListPartsAsync(input.Number, 0, 10));
        Assert.Equal(UploadStatus.Missing, await Uploads.WriteAsync(input.Number, UploadPart.Of(0, Content(5))));
        Assert.Equal(UploadStatus.Missing, await Uploads.CompleteAsync(input.Number, input.Files!, input.Fingerprint!));
        Assert.NotEqual(input.Number, (await PutAsync(Name, Content(5))).Number);
        Assert.Equal(UploadStatus.Missing, await Uploads.DeleteAsync(input.Number, force: true));
        Assert.NotNull(await Uploads.FindAsync(Name));
        Assert.Equal(3, (await Uploads.FindAsync("other"))!.Length);
    }

    [Fact]
    public async Task Delete_OfOneThatIsRead_IsRefusedForAWhile()
    {
        var input = await PutAsync(Name, Content(5));
        await Uploads.TouchAsync(Name, input.Fingerprint!);

        Assert.Equal(UploadStatus.InUse, await Uploads.DeleteAsync(input.Number, force: false));
        Assert.True((await Uploads.FindAsync(Name))!.IsInUse(Time.GetUtcNow()));

        Time.Advance(UploadRules.LeaseFor);
        Assert.Equal(UploadStatus.Done, await Uploads.DeleteAsync(input.Number, force: false));
        var next = await PutAsync(Name, Content(6));
        await Uploads.TouchAsync(Name, next.Fingerprint!);
        Assert.Equal(UploadStatus.Done, await Uploads.DeleteAsync(next.Number, force: true));
    }

    [Fact]
    public async Task Collect_AfterTheirTime_ForgetsThoseThatNobodyUses()
    {
        var read = await PutAsync("read", Content(5));
        await PutAsync("left", Content(5));
        var begun = await Uploads.BeginAsync("begun", Week);
        await Uploads.WriteAsync(begun.Number, UploadPart.Of(0, Content(5)));
        Assert.Equal(0, await Uploads.CollectAsync());

        Time.Advance(UploadRules.UnfinishedFor);
        Assert.Equal(1, await Uploads.CollectAsync());
        Assert.Equal(["left", "read"], (await Uploads.ListAsync("", 10)).Select(input => input.Name));
        await Uploads.TouchAsync("read", read.Fingerprint!);

        Time.Advance(Week - UploadRules.UnfinishedFor);
        Assert.Equal(1, await Uploads.CollectAsync());
        Assert.Equal(Time.GetUtcNow() + UploadRules.UnfinishedFor, Assert.Single(await Uploads.ListAsync("", 10)).Expires);
        Assert.Empty(await Uploads.ListPartsAsync(begun.Number, 0, 10));
    }

    [Fact]
    public async Task List_OfMany_GoesOnBehindAName()
    {
        foreach (var name in (string[])["b", "B", "a", "a.b", "a-b"])
        {
            await PutAsync(name, Content(name.Length));
        }

        var all = await Uploads.ListAsync("", 10);
        Assert.Equal(["B", "a", "a-b", "a.b", "b"], all.Select(input => input.Name));
        Assert.All(all, input => Assert.Null(input.Files));
        Assert.Equal(["a-b", "a.b"], (await Uploads.ListAsync("a", 2)).Select(input => input.Name));
    }

    [Fact]
    public async Task Check_OfWholeInputs_FindsNothing()
    {
        await PutAsync("empty", []);
        await PutAsync("whole", Content(UploadRules.PartBytes + 5));
        await Uploads.BeginAsync("begun", Week);

        Assert.Empty(await Uploads.CheckAsync());
    }

    protected async Task<UploadedInput> PutAsync(string name, byte[] content)
    {
        var begun = await Uploads.BeginAsync(name, Week);
        var stamps = new List<UploadStamp>();
        foreach (var bytes in content.Chunk(UploadRules.PartBytes))
        {
            var part = UploadPart.Of(stamps.Count, bytes);
            stamps.Add(part.Stamp);
            Assert.Equal(UploadStatus.Done, await Uploads.WriteAsync(begun.Number, part));
        }

        UploadedFile[] files = [new("", content.Length)];
        Assert.Equal(UploadStatus.Done, await Uploads.CompleteAsync(begun.Number, files, UploadRules.FingerprintOf(files, stamps)));
        return (await Uploads.FindAsync(name))!;
    }

    protected static byte[] Content(int length)
    {
        var content = new byte[length];
        new Random(length).NextBytes(content);
        return content;
    }
}
