using ElasticGrains.Embedded;
using HelloGrid;

await using var grid = await EmbeddedGrid.StartAsync(builder => builder.AddKernel<CollatzKernel>());
var job = await grid.SubmitAsync(new CollatzKernel(), 1_000_000);
var longest = await job.ResultAsync();
Console.WriteLine($"Below 1,000,000, {longest.Number} takes the most steps: {longest.Steps}.");
