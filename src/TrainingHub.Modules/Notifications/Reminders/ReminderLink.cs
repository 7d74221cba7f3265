using System.Globalization;
using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;

namespace TrainingHub.Modules.Notifications.Reminders;

/// <summary>The address where one person's reminder mails are switched off and on without signing in. It stands in their mails only, can't be guessed, and opens nothing else.</summary>
internal sealed class ReminderLink(IDataProtectionProvider protection)
{
    private readonly IDataProtector protector = protection.CreateProtector("notifications.reminders");

    public string PathOf(long personId) => "/reminders/" + protector.Protect(personId.ToString(CultureInfo.InvariantCulture));

    /// <summary>Null where it is none of ours.</summary>
    public long? PersonOf(string token)
    {
        try
        {
            return long.Parse(protector.Unprotect(token), CultureInfo.InvariantCulture);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
