using ElasticGrains.Silo;
using MyGrid;

var builder = WebApplication.CreateBuilder(args);
builder.AddElasticGrainsSilo(grid => grid.AddKernel<PrimesKernel>());

await using var app = builder.Build();
app.MapElasticGrainsHealth();
await app.RunAsync();
