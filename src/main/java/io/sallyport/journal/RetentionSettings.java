package io.sallyport.journal;

/// How long calls are remembered.
///
/// Units: whole days in UTC; what is older is dropped by the day.
///
/// @param metadataDays rows of the request log
/// @param contentDays bodies; never longer than their rows
/// @param usageDays usage rows; the sums stay
/// @param zeroRetention writes no row of any kind
public record RetentionSettings(int metadataDays, int contentDays, int usageDays, boolean zeroRetention) {
    public static final RetentionSettings DEFAULT = new RetentionSettings(30, 7, 400, false);
    private static final int LONGEST = 3_660;

    public RetentionSettings {
        check("metadata_days", metadataDays);
        check("content_days", contentDays);
        check("usage_days", usageDays);
        if (contentDays > metadataDays) {
            throw new IllegalArgumentException("content_days must not be more than metadata_days");
        }
    }

    private static void check(String name, int days) {
        if (days < 1 || days > LONGEST) {
            throw new IllegalArgumentException(name + " must be 1 to " + LONGEST + ", is " + days);
        }
    }
}
