namespace ElasticGrains.Accelerators.Devices;

/// <summary>Where a device is plugged in: by this, drivers that number devices each in their own way mean the same one.</summary>
/// <param name="Domain">The domain.</param>
/// <param name="Bus">The bus.</param>
/// <param name="Slot">The device on it.</param>
public readonly record struct PciAddress(int Domain, int Bus, int Slot);
