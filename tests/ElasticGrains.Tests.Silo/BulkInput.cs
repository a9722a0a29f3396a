namespace ElasticGrains.Tests.Silo;

/// <summary>Something large, and where it comes from.</summary>
/// <param name="Where">Which part of the kernel makes it.</param>
/// <param name="Bytes">About how large it is on its way, in bytes.</param>
/// <param name="Padding">Makes the input itself large.</param>
/// <param name="Items">How many items make it, one after the other.</param>
/// <param name="Milliseconds">How long each takes.</param>
public sealed record BulkInput(Bulk Where, int Bytes, string Padding = "", int Items = 1, int Milliseconds = 0);
