package io.framecast.client;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class PrintableTest {

    @Test
    void escapesWhatWouldBreakALineOrMoveACursor() {
        assertEquals("a\\u000ab\\u001b[2J\\u202ec\\u2028", Printable.line("a\nb\u001b[2J\u202ec\u2028", 80));
    }

    @Test
    void keepsLettersOfAllLanguagesAndPairs() {
        assertEquals("Grüße 日本 😀", Printable.line("Grüße 日本 😀", 80));
        assertEquals("\\ud83d", Printable.line("\ud83d", 80));
    }

    @Test
    void cutsWhatIsTooLong() {
        assertEquals("abc…", Printable.line("abcdef", 3));
        assertEquals("abc", Printable.line("abc", 3));
    }
}
