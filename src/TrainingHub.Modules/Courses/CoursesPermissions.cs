namespace TrainingHub.Modules.Courses;

public static class CoursesPermissions
{
    public const string Learn = "courses.learn";
    public const string Edit = "courses.edit";
    public const string View = "courses.view";
}
