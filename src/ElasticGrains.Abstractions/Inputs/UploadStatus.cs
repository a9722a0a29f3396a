namespace ElasticGrains.Inputs;

/// <summary>How a change to an input in a grid ended.</summary>
[GenerateSerializer, Alias("eg.upload.status")]
public enum UploadStatus
{
    /// <summary>It is done, now or before.</summary>
    Done = 0,

    /// <summary>What is there is something else: another part in that place, or another input as a whole. Nothing was changed.</summary>
    Differs = 1,

    /// <summary>The input is complete, and takes no parts.</summary>
    Complete = 2,

    /// <summary>There is no such input any more.</summary>
    Missing = 3,

    /// <summary>The part was changed on its way: its bytes are not those of its checksum. It can be sent again.</summary>
    Damaged = 4,

    /// <summary>Parts are missing, or there are some behind the end.</summary>
    Unfinished = 5,

    /// <summary>Somebody has read it in the last minutes (<see cref="UploadRules.LeaseFor"/>).</summary>
    InUse = 6,
}
