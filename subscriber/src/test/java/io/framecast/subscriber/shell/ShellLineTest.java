package io.framecast.subscriber.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class ShellLineTest {

    @Test
    void readsEveryCommand() {
        assertEquals(new ShellLine.Subscribe(List.of("1AAA99")), ShellLine.parse("subscribe 1AAA99"));
        assertEquals(new ShellLine.Subscribe(List.of("a", "b/c")), ShellLine.parse("  Subscribe  a   b/c "));
        assertEquals(new ShellLine.Unsubscribe(List.of("1AAA99")), ShellLine.parse("unsubscribe 1AAA99"));
        assertEquals(new ShellLine.ListLive(""), ShellLine.parse("list"));
        assertEquals(new ShellLine.ListLive("1A"), ShellLine.parse("list 1A"));
        assertEquals(new ShellLine.Stats(), ShellLine.parse("stats"));
        assertEquals(new ShellLine.View("x"), ShellLine.parse("view x"));
        assertEquals(new ShellLine.Hide(), ShellLine.parse("hide"));
        assertEquals(new ShellLine.Help(), ShellLine.parse("help"));
        assertEquals(new ShellLine.Quit(), ShellLine.parse("quit"));
        assertEquals(new ShellLine.Nothing(), ShellLine.parse(" \t "));
    }

    @Test
    void saysWhatIsPossibleForAnythingElse() {
        String answer = unclear("frobnicate 1AAA99");
        assertTrue(answer.startsWith("'frobnicate' is no command"), answer);
        ShellLine.COMMANDS.forEach(command -> assertTrue(answer.contains(command), answer));
    }

    @Test
    void saysWhatAnIdLooksLikeWhereOneIsMissingOrMalformed() {
        assertTrue(unclear("subscribe").contains("subscribe 1AAA99"));
        assertTrue(unclear("subscribe a!b").contains(ShellLine.ID_RULE));
        assertTrue(unclear("view " + "x".repeat(65)).contains(ShellLine.ID_RULE));
        assertTrue(unclear("view a b").contains("one id"));
        assertTrue(unclear("quit now").contains("nothing"));
    }

    @Test
    void answersInOneLineWhateverWasTyped() {
        for (String typed : List.of("\033[2J", "subscribe \007x", "sub\u2028scribe x", "x".repeat(5000))) {
            String answer = unclear(typed);
            assertTrue(answer.length() < 300, answer);
            assertTrue(answer.chars().noneMatch(Character::isISOControl), answer);
        }
    }

    private static String unclear(String typed) {
        return assertInstanceOf(ShellLine.Unclear.class, ShellLine.parse(typed)).answer();
    }
}
