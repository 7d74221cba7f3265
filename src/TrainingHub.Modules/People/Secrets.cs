using System.Security.Cryptography;
using System.Text;

namespace TrainingHub.Modules.People;

/// <summary>Random secrets that we hand out are kept as SHA-256 alone: they are too long to be guessed, so no slow hash is needed.</summary>
internal static class Secrets
{
    public static string Hash(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));
}
