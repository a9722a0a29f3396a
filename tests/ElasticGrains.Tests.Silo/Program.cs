using ElasticGrains.Kernels.MonteCarlo;
using ElasticGrains.Kernels.Text;
using ElasticGrains.Silo;
using ElasticGrains.Tests.Shared.Kernels;
using ElasticGrains.Tests.Silo;
using Orleans.Configuration;

TraceLog.Listen();
var builder = WebApplication.CreateSlimBuilder(args);
builder.Logging.ClearProviders().AddJsonConsole(options => options.UseUtcTimestamp = true)
    .AddFilter("Orleans", LogLevel.Warning).AddFilter("Microsoft", LogLevel.Warning).AddFilter("Polly", LogLevel.Warning);
builder.AddElasticGrainsSilo(grid =>
{
    grid.AddKernel<PacedHashKernel>().AddKernel<PacedItemKernel>().AddKernel<KillerKernel>().AddKernel<TalkingKernel>()
        .AddKernel<BulkKernel>().AddKernel<BulkItemKernel>().AddKernel<PiKernel>().AddKernel<WordCountKernel>().AddKernel<FaultyKernel>()
        .AddKernel<PoisonKernel>().AddKernel<CountedHashKernel>();
    if (builder.Configuration[nameof(TupleKernel)] is not null)
    {
        grid.AddKernel<TupleKernel>();
    }
});
if (builder.Configuration.GetValue<int?>(nameof(MessagingOptions.MaxMessageBodySize)) is { } most)
{
    builder.Services.Configure<SiloMessagingOptions>(options => options.MaxMessageBodySize = most);
}

await using var app = builder.Build();
app.MapElasticGrainsHealth();
await app.RunAsync();
