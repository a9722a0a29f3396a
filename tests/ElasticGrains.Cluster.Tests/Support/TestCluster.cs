using System.Globalization;
using ElasticGrains.Client;
using ElasticGrains.Engine.Verification;
using ElasticGrains.Ledger;
using ElasticGrains.Runtime.Diagnostics;
using ElasticGrains.Security;
using ElasticGrains.Storage.Postgres;
using ElasticGrains.Tests.Shared;

namespace ElasticGrains.Cluster.Tests.Support;

/// <summary>Silo processes on a real PostgreSQL, for one test.</summary>
public sealed class TestCluster : IAsyncDisposable
{
    private readonly List<TestSilo> _silos = [];
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("eg-cluster-");
    private readonly string _token = ClusterToken.Fresh();
    private readonly int _slots;
    private int _started;

    private TestCluster(string connectionString, int slots)
    {
        ConnectionString = connectionString;
        _slots = slots;
        Store = PostgresStore.Open(new PostgresStoreOptions { ConnectionString = connectionString });
        Ledger = new PostgresJobLedger(Store, TimeProvider.System);
    }

    public string ConnectionString { get; }

    public string Token => _token;

    public PostgresStore Store { get; }

    /// <summary>The ledger, read past the silos.</summary>
    public PostgresJobLedger Ledger { get; }

    public IReadOnlyList<TestSilo> Silos => _silos;

    /// <summary>Where silos record what their machines are told.</summary>
    public string EventsDirectory => Path.Combine(_directory.FullName, "events");

    public static async Task<TestCluster> StartAsync(int silos = 3, int slots = 2, string? connectionString = null)
    {
        var cluster = new TestCluster(connectionString ?? await TestPostgres.DatabaseAsync(), slots);
        await new PostgresSchema(cluster.Store).MigrateAsync("test");
        await cluster.AddSilosAsync(silos);
        return cluster;
    }

    /// <summary>Adds silos: of the tests' own program, or of another.</summary>
    public Task AddSilosAsync(int count, string? program = null) => AddSilosAsync(count, program, []);

    /// <summary>Adds silos with settings of their own.</summary>
    public Task AddSilosAsync(int count, params (string Key, string Value)[] settings) => AddSilosAsync(count, program: null, settings);

    private async Task AddSilosAsync(int count, string? program, (string Key, string Value)[] settings)
    {
        var added = Enumerable.Range(0, count).Select(_ => Start(program, settings)).ToList();
        _silos.AddRange(added);
        await WaitUntilActiveAsync(added);
    }

    /// <summary>Starts a silo without waiting; for those that are not to become members.</summary>
    public TestSilo StartSilo(params IEnumerable<(string Key, string Value)> settings) => Start(program: null, settings);

    /// <summary>Starts a web front end and waits until it answers.</summary>
    public Task<TestFrontEnd> StartFrontEndAsync(string program) =>
        TestFrontEnd.StartAsync(program, Path.Combine(_directory.FullName, $"front-end-{++_started}.log"), ProgramSettings().ToDictionary());

    public Task<TestClient> ConnectAsync(
        Action<ClusterSettings>? configure = null, IOutgoingGrainCallFilter? filter = null, int? maxMessage = null, CancellationToken cancellationToken = default) =>
        TestClient.ConnectAsync(
        settings =>
        {
            settings.ConnectionString = ConnectionString;
            settings.Cluster = "test";
            settings.Token = _token;
            configure?.Invoke(settings);
        },
        filter,
        maxMessage,
        cancellationToken);

    /// <summary>The silo that writes a job.</summary>
    public async Task<TestSilo> WriterOfAsync(string jobId)
    {
        var history = await Ledger.ReadHistoryAsync(jobId);
        var writer = history!.Events.OfType<LedgerEvent.WriterTaken>().Last().Writer.Split('/');
        return _silos.Single(silo => silo.Id == int.Parse(writer[1], CultureInfo.InvariantCulture));
    }

    /// <summary>The silos on which attempts of a job run.</summary>
    public async Task<IReadOnlyList<TestSilo>> RunnersOfAsync(string jobId)
    {
        var events = (await Ledger.ReadHistoryAsync(jobId))!.Events;
        return SilosOf(events, events.OfType<LedgerEvent.AttemptEnded>().Select(end => (end.Shard, end.Attempt)).ToHashSet(), isAmong: false);
    }

    /// <summary>The silos on which attempts of a job have committed something.</summary>
    public async Task<IReadOnlyList<TestSilo>> CommittersOfAsync(string jobId)
    {
        var events = (await Ledger.ReadHistoryAsync(jobId))!.Events;
        return SilosOf(events, events.OfType<LedgerEvent.Committed>().Select(commit => (commit.Shard, commit.Attempt)).ToHashSet(), isAmong: true);
    }

    /// <summary>Waits until so many partials of a job are committed.</summary>
    public Task CommitsAsync(string jobId, long count) => Eventually.HoldsAsync(
        async () => await Ledger.FindAsync(jobId) is { } job && job.LastNumber >= count, $"job {jobId} has {count} commits");

    /// <summary>Nothing in the ledger contradicts itself, in each job and over all of them.</summary>
    public async Task VerifyAsync()
    {
        var reader = new PostgresLedgerReader(Store);
        var verification = new LedgerVerification(TimeProvider.System.GetUtcNow());
        foreach (var id in await reader.ListJobIdsAsync())
        {
            verification.Add((await reader.DumpAsync(id))!);
        }

        Assert.DoesNotContain(verification.Complete().Findings, finding => !finding.IsWarning);
    }

    /// <summary>The machines, told again what they were told, want the same done and are the same after each event.</summary>
    public void ReplayIsTrue()
    {
        var reports = Directory.EnumerateDirectories(EventsDirectory).SelectMany(EventReplay.All).ToList();
        Assert.NotEmpty(reports);
        Assert.All(reports, report => Assert.Null(report.Difference));
    }

    public async ValueTask DisposeAsync()
    {
        _silos.ForEach(silo => silo.Dispose());
        await Store.DisposeAsync();
        if (Environment.GetEnvironmentVariable("EG_KEEP_CLUSTERS") is not "1")
        {
            _directory.Delete(recursive: true);
        }
    }

    private List<TestSilo> SilosOf(IReadOnlyList<LedgerEvent> events, HashSet<(int Shard, long Attempt)> attempts, bool isAmong)
    {
        var names = events.OfType<LedgerEvent.Granted>().Where(grant => attempts.Contains((grant.Shard, grant.Attempt)) == isAmong)
            .Select(grant => grant.Silo.Split('.')[0]).ToHashSet();
        return [.. _silos.Where(silo => names.Contains(silo.Name) && !silo.HasExited)];
    }

    private TestSilo Start(string? program, IEnumerable<(string Key, string Value)> settings)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"silo-{++_started}");
        var environment = new Dictionary<string, string>
        {
            ["ElasticGrains__Name"] = name,
            ["ElasticGrains__Slots"] = _slots.ToString(CultureInfo.InvariantCulture),
            ["ElasticGrains__SiloPort"] = "0",
            ["ElasticGrains__GatewayPort"] = "0",
            ["ElasticGrains__RecordEventsTo"] = Path.Combine(EventsDirectory, name),
        };
        foreach (var (key, value) in ProgramSettings().Concat(settings))
        {
            environment[key] = value;
        }

        return TestSilo.Start(name, Path.Combine(_directory.FullName, $"{name}.log"), environment, program);
    }

    /// <summary>What every program of the cluster is told.</summary>
    private IEnumerable<(string Key, string Value)> ProgramSettings() =>
    [
        ("ElasticGrains__ConnectionString", ConnectionString),
        ("ElasticGrains__Cluster", "test"),
        ("ElasticGrains__Token", _token),
        ("ASPNETCORE_URLS", "http://127.0.0.1:0"),
    ];

    private Task WaitUntilActiveAsync(IReadOnlyList<TestSilo> silos)
    {
        var membership = new PostgresMembership(Store);
        return Eventually.HoldsAsync(
            async () =>
            {
                Assert.All(silos, silo => Assert.False(silo.HasExited, silo.HasExited ? silo.Log : ""));
                var members = await membership.ReadAsync("test");
                return silos.All(silo => members.Any(member => member.Status == MemberStatus.Active && member.Name.StartsWith($"{silo.Name}.", StringComparison.Ordinal)));
            },
            "all silos are members");
    }
}
