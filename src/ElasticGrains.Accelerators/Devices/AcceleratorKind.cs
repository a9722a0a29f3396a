namespace ElasticGrains.Accelerators.Devices;

/// <summary>By what an accelerator is driven.</summary>
public enum AcceleratorKind
{
    /// <summary>NVIDIA's driver.</summary>
    Cuda,

    /// <summary>An OpenCL platform.</summary>
    OpenCl,
}
