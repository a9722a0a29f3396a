using ElasticGrains.Inputs;
using ElasticGrains.Kernels;
using ElasticGrains.Ledger;
using ElasticGrains.Testing.Ledger;

namespace ElasticGrains.Runtime.Tests.Inputs;

/// <summary>How a process reads inputs from a ledger, and what it says when it cannot.</summary>
public class UploadedInputsTests
{
    private const int Mib = 1 << 20;

    [Theory]
    [InlineData(0, 1)]
    [InlineData(Mib - 1, 2)]
    [InlineData(5, 7 * Mib)]
    public async Task Read_OfAnyBytes_GivesThoseOfTheFile(int offset, int count)
    {
        var (source, content) = await StoredAsync();
        var ledger = await source.IdentifyAsync();
        using var registered = UploadedInputs.Register(source, ledger);
        var files = UploadPattern.Parse("grid://corpus").Select((await source.FindAsync("corpus"))!);
        using var whole = InputStores.Open(files[1], offset);
        var read = new byte[count];

        whole.ReadExactly(read, offset);

        Assert.True(read.AsSpan().SequenceEqual(content.AsSpan(100 + offset, count)));
        Assert.Equal(files, InputStores.Of("grid://corpus")!.Find($"grid://corpus?ledger={ledger}"));
    }

    [Fact]
    public async Task Read_WhileTheStoreIsAwayForAMoment_WaitsForIt()
    {
        var (store, content) = await StoredAsync();
        var source = new TroubledSource(store) { Away = 2 };
        using var registered = UploadedInputs.Register(source, await store.IdentifyAsync());
        using var file = InputStores.Open(UploadPattern.Parse("grid://corpus").Select((await store.FindAsync("corpus"))!)[1], 0);
        var read = new byte[3 * Mib];

        file.ReadExactly(read, 0);

        Assert.True(read.AsSpan().SequenceEqual(content.AsSpan(100, read.Length)));
        Assert.Equal(1, source.Touched);
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(2, false)]
    public async Task Read_OfAPartThatIsDamaged_IsTriedOnceMore(int damaged, bool succeeds)
    {
        var (store, _) = await StoredAsync();
        var source = new TroubledSource(store) { Damaged = damaged };
        using var registered = UploadedInputs.Register(source, await store.IdentifyAsync());
        using var file = InputStores.Open(UploadPattern.Parse("grid://corpus").Select((await store.FindAsync("corpus"))!)[1], 0);
        var error = Record.Exception(() => file.ReadExactly(new byte[5], 0));

        Assert.Equal(succeeds, error is null);
        Assert.True(succeeds || (error is InputUnavailableException && error.Message.Contains("part 0 of input 'corpus'", StringComparison.Ordinal)), $"{error}");
    }

    [Fact]
    public async Task Read_OfOneThatWasDeletedOrCut_SaysSo()
    {
        var (store, content) = await StoredAsync();
        using var registered = UploadedInputs.Register(store, await store.IdentifyAsync());
        var file = UploadPattern.Parse("grid://corpus").Select((await store.FindAsync("corpus"))!)[1];
        using var longer = InputStores.Open(file with { Length = content.Length + 1 }, 0);
        Assert.Throws<InputUnavailableException>(() => longer.ReadExactly(new byte[content.Length], 50));
        await store.DeleteAsync((await store.FindAsync("corpus"))!.Number, force: true);
        using var gone = InputStores.Open(file, 0);

        var error = Assert.Throws<KernelInputException>(() => gone.ReadExactly(new byte[5], 0));

        Assert.Contains("was deleted, or had expired", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Find_InAProcessWithSeveralGrids_AsksWhich()
    {
        var ((one, _), (two, _)) = (await StoredAsync(), await StoredAsync());
        var ledger = await one.IdentifyAsync();
        using var first = UploadedInputs.Register(one, ledger);
        using var second = UploadedInputs.Register(two, await two.IdentifyAsync());

        Assert.Contains($"?ledger={ledger}", Assert.Throws<KernelInputException>(() => InputStores.Of("grid://corpus")!.Find("grid://corpus")).Message, StringComparison.Ordinal);
        Assert.All(InputStores.Of("grid://corpus")!.Find($"grid://corpus?ledger={ledger}"), file => Assert.Contains(ledger, file.Path, StringComparison.Ordinal));

        using var asked = UploadedInputs.Register(two, ledger: null);
        Assert.DoesNotContain(ledger, InputStores.Of("grid://corpus")!.Find("grid://corpus")[0].Path, StringComparison.Ordinal);
        Assert.Throws<KernelInputException>(() => InputStores.Of("grid://corpus")!.Find("grid://nothing"));
    }

    /// <summary>An input of two files, the second of which begins in the middle of a part.</summary>
    private static async Task<(InMemoryUploads Store, byte[] Content)> StoredAsync()
    {
        var store = new InMemoryUploads(TimeProvider.System);
        var content = new byte[(8 * Mib) + 7];
        new Random(7).NextBytes(content);
        var begun = await store.BeginAsync("corpus", UploadRules.DefaultKeep);
        var parts = content.Chunk(Mib).Select((bytes, part) => UploadPart.Of(part, bytes)).ToList();
        foreach (var part in parts)
        {
            await store.WriteAsync(begun.Number, part);
        }

        UploadedFile[] files = [new("a", 100), new("b", content.Length - 100)];
        Assert.Equal(UploadStatus.Done, await store.CompleteAsync(begun.Number, files, UploadRules.FingerprintOf(files, parts.Select(part => part.Stamp))));
        return (store, content);
    }

    /// <summary>A source that is away, or gives other bytes, a few times.</summary>
    private sealed class TroubledSource(IUploadSource inner) : IUploadSource
    {
        public int Away { get; set; }

        public int Damaged { get; set; }

        public int Touched { get; private set; }

        public Task<UploadedInput?> FindAsync(string name, CancellationToken cancellationToken = default) => inner.FindAsync(name, cancellationToken);

        public async Task<IReadOnlyList<UploadPart>?> ReadAsync(string name, string fingerprint, int first, int count, CancellationToken cancellationToken = default)
        {
            if (Away-- > 0)
            {
                throw new LedgerUnavailableException("The store is away.");
            }

            var parts = await inner.ReadAsync(name, fingerprint, first, count, cancellationToken);
            return Damaged-- > 0 ? [.. parts!.Select(part => part with { Bytes = new byte[part.Bytes.Length] })] : parts;
        }

        public Task TouchAsync(string name, string fingerprint, CancellationToken cancellationToken = default)
        {
            Touched++;
            return Task.CompletedTask;
        }
    }
}
