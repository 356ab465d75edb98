package io.sallyport.guardrail.builtin;

/// Tag characters, which no reader sees and every model reads.
///
/// The flags of England, Scotland and Wales are made of them and are let be.
/// Source: Unicode Technical Standard 51, emoji tag sequences.
final class HiddenTags {
    private static final int FLAG = 0x1F3F4;
    private static final int FIRST = 0xE0000;
    private static final int LAST = 0xE007F;
    private static final int LONGEST_FLAG = 7;

    /// What all of them begin with in UTF-16.
    private static final char HIGH = Character.highSurrogate(FIRST);

    private HiddenTags() {}

    static boolean stand(String text) {
        if (text.indexOf(HIGH) < 0) {
            return false;
        }
        int tags = 0;
        boolean flag = false;
        for (int i = 0; i < text.length(); ) {
            int sign = text.codePointAt(i);
            i += Character.charCount(sign);
            if (sign >= FIRST && sign <= LAST) {
                tags++;
                if (!flag || tags > LONGEST_FLAG) {
                    return true;
                }
            } else {
                flag = sign == FLAG;
                tags = 0;
            }
        }
        return false;
    }
}
