using TrainingHub.Modules.Platform.Security;

namespace TrainingHub.Modules.People.Demo;

/// <param name="Description">English text for the sign-in page.</param>
internal sealed record DemoAccount(string Email, string Description);

/// <param name="HiredDaysAgo">Before today, so that due dates look alive whenever the demo is seeded.</param>
/// <param name="Role">Granted for the whole hub, or for <paramref name="RoleSite"/> with all below it.</param>
internal sealed record DemoPerson(
    string Name, string LatinName, string? Email, string Number, string Language, int HiredDaysAgo, string Site, string Department, string Position, string? Role = null, string? RoleSite = null);

/// <summary>The made-up organisation that a development hub starts with.</summary>
internal static class DemoPeople
{
    public const string Password = "Training-Hub-1";

    public static readonly DemoAccount[] Accounts =
    [
        new("hire@demo.example", "New hire"),
        new("learner@demo.example", "Experienced colleague"),
        new("trainer@demo.example", "Trainer"),
        new("hr@demo.example", "HR"),
        new("manager@demo.example", "Hotel manager"),
        new("auditor@demo.example", "Auditor"),
        new("admin@demo.example", "Administrator"),
    ];

    /// <summary>The top of the hub names no trade: whoever plans and teaches sees every clause.</summary>
    public static readonly (string Code, string Name, string[] Trades)[] Sites =
    [
        ("RIVER", "滨江酒店 Riverside Hotel", ["hotel", "restaurant"]), ("ZS", "中山路店 Zhongshan Road Shop", ["retail"]), ("DESK", "客服中心 Service Desk", ["service-desk"]),
    ];

    public static readonly (string Site, string Code, string Name)[] Departments =
    [
        ("HUB", "HQ", "总部 Head Office"),
        ("RIVER", "FRONT", "前厅部 Front Office"), ("RIVER", "HOUSE", "客房部 Housekeeping"), ("RIVER", "FNB", "餐饮部 Food & Beverage"),
        ("ZS", "SALES", "销售部 Sales Floor"), ("ZS", "STOCK", "仓储 Stockroom"),
        ("DESK", "PHONE", "热线组 Telephone Team"),
    ];

    public static readonly (string Code, string Zh, string En)[] Positions =
    [
        ("receptionist", "前台接待", "Receptionist"), ("housekeeper", "客房服务员", "Housekeeper"), ("waiter", "餐厅服务员", "Waiter"),
        ("sales-assistant", "销售顾问", "Sales assistant"), ("storekeeper", "仓管员", "Storekeeper"), ("agent", "客服专员", "Service agent"),
        ("supervisor", "主管", "Supervisor"), ("site-manager", "门店经理", "Site manager"), ("trainer", "培训师", "Trainer"), ("office", "职能人员", "Office staff"),
    ];

    public static readonly DemoPerson[] People =
    [
        new("林晓雨", "Lin Xiaoyu", "hire@demo.example", "R1014", "zh-CN", 1, "RIVER", "FRONT", "receptionist"),
        new("陈嘉怡", "Chen Jiayi", "learner@demo.example", "R1003", "zh-CN", 410, "RIVER", "FRONT", "receptionist"),
        new("周志强", "Zhou Zhiqiang", "trainer@demo.example", "H0005", "zh-CN", 900, "HUB", "HQ", "trainer", Roles.Trainer),
        new("吴敏", "Wu Min", "hr@demo.example", "H0003", "zh-CN", 1200, "HUB", "HQ", "office", Roles.Hr),
        new("Sarah Collins", "Sarah Collins", "manager@demo.example", "R1001", "en", 1500, "RIVER", "FRONT", "site-manager", Roles.Manager, "RIVER"),
        new("郑海燕", "Zheng Haiyan", "auditor@demo.example", "H0007", "zh-CN", 600, "HUB", "HQ", "office", Roles.Auditor),
        new("何俊杰", "He Junjie", "admin@demo.example", "H0001", "zh-CN", 1800, "HUB", "HQ", "office", Roles.Admin),
        new("王芳", "Wang Fang", null, "R1008", "zh-CN", 220, "RIVER", "HOUSE", "housekeeper"),
        new("李秀英", "Li Xiuying", null, "R1009", "zh-CN", 35, "RIVER", "HOUSE", "housekeeper"),
        new("Daniel Reyes", "Daniel Reyes", "daniel.reyes@demo.example", "R1011", "en", 90, "RIVER", "FNB", "waiter"),
        new("赵雪婷", "Zhao Xueting", "zhao.xueting@demo.example", "Z2001", "zh-CN", 700, "ZS", "SALES", "supervisor"),
        new("孙浩", "Sun Hao", null, "Z2004", "zh-CN", 12, "ZS", "SALES", "sales-assistant"),
        new("马丽娜", "Ma Lina", null, "Z2005", "zh-CN", 160, "ZS", "STOCK", "storekeeper"),
        new("Priya Nair", "Priya Nair", "priya.nair@demo.example", "D3002", "en", 300, "DESK", "PHONE", "agent"),
        new("黄思远", "Huang Siyuan", "huang.siyuan@demo.example", "D3006", "zh-CN", 20, "DESK", "PHONE", "agent"),
    ];
}
