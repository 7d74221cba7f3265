using System.Text;
using Microsoft.Extensions.DependencyInjection;
using TrainingHub.Modules.Certification.Carried;
using TrainingHub.Tests.Testing;

namespace TrainingHub.Tests.Certification.Carried;

internal static class CarriedSteps
{
    public const string Columns = "employee_number,program,completed_on,expires_on,anchor_on,issuer,number,proof\n";

    public static Task<CarriedResult> CarriesOver(this TestHub hub, string lines, bool skipBad = false) => hub.CarriesOver(Encoding.UTF8.GetBytes(Columns + lines), skipBad);

    public static Task<CarriedResult> CarriesOver(this TestHub hub, byte[] file, bool skipBad = false) => hub.In(s => s.GetRequiredService<ImportCarried>().Handle(file, skipBad, default));
}
