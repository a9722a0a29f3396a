namespace ElasticGrains.Accelerators.Nvml;

/// <summary>What a call of NVIDIA's management library came to (<c>nvmlReturn_t</c>; those that are told apart here).</summary>
internal enum NvmlStatus
{
    Success = 0,
    NotSupported = 3,
    DriverNotLoaded = 9,
    GpuIsLost = 15,
}
