package io.framecast.protocol.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.reflect.Field;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The tables of PROTOCOL.md and the constants say the same. */
class NumbersTest {

    @Test
    void packetTypesAreAsPublished() {
        assertEquals(constants(ControlType.class, Set.of()), Specification.table("Control packet types"));
    }

    @Test
    void tlvsAreAsPublished() {
        assertEquals(constants(TlvType.class, Set.of("END")), Specification.table("TLV numbers"));
    }

    @Test
    void everyTlvIsEvenAndNoneIsKeptForGrease() {
        constants(TlvType.class, Set.of("END")).forEach((name, number) -> {
            assertEquals(0, number % 2, name);
            assertEquals(false, TlvType.isGrease(number), name);
        });
    }

    @Test
    void codesAreAsPublished() {
        assertCodes(Codes.ERROR, ControlPacket.ErrorCode.values(), "Error codes");
        assertCodes(Codes.END, ControlPacket.EndReason.values(), "End reasons");
        assertCodes(Codes.DROP, ControlPacket.DropReason.values(), "Drop reasons");
        assertCodes(Codes.LEVEL, ControlPacket.Level.values(), "Levels");
        assertCodes(Codes.CLOSE, ControlPacket.CloseReason.values(), "Close reasons");
    }

    private static <E extends Enum<E>> void assertCodes(Codes<E> codes, E[] constants, String heading) {
        Map<String, Integer> numbers = new LinkedHashMap<>();
        for (E constant : List.of(constants)) {
            numbers.put(constant.name(), codes.code(constant));
            assertEquals(constant, codes.constant(codes.code(constant)));
        }
        assertEquals(numbers, Specification.table(heading));
    }

    private static Map<String, Integer> constants(Class<?> type, Set<String> but) {
        Map<String, Integer> constants = new LinkedHashMap<>();
        try {
            for (Field field : type.getDeclaredFields()) {
                if (field.getType() == int.class && !but.contains(field.getName())) {
                    constants.put(field.getName(), field.getInt(null));
                }
            }
        } catch (IllegalAccessException e) {
            throw new LinkageError(e.getMessage(), e);
        }
        return constants;
    }
}
