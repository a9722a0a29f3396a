using ElasticGrains.Client;
using GridWeb;

var builder = WebApplication.CreateBuilder(args);
builder.AddElasticGrainsClient();
builder.Services.AddProblemDetails().AddExceptionHandler<GridProblems>();

await using var app = builder.Build();
app.UseExceptionHandler();
app.UseStatusCodePages();
app.MapJobs();
await app.RunAsync();
