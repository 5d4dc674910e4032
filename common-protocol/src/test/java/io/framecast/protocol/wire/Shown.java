package io.framecast.protocol.wire;

import java.lang.reflect.RecordComponent;
import java.util.HexFormat;
import java.util.List;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** Text in which records are equal when all they hold is equal, arrays included. */
public final class Shown {

    private Shown() {}

    public static String of(@Nullable Object value) {
        return switch (value) {
            case null -> "null";
            case byte[] bytes -> HexFormat.of().formatHex(bytes);
            case List<?> list -> {
                StringJoiner items = new StringJoiner(", ", "[", "]");
                list.forEach(item -> items.add(of(item)));
                yield items.toString();
            }
            case Record packet -> {
                StringJoiner fields = new StringJoiner(", ", packet.getClass().getSimpleName() + "(", ")");
                for (RecordComponent component : packet.getClass().getRecordComponents()) {
                    try {
                        fields.add(component.getName() + "="
                                + of(component.getAccessor().invoke(packet)));
                    } catch (ReflectiveOperationException e) {
                        throw new LinkageError(e.getMessage(), e);
                    }
                }
                yield fields.toString();
            }
            default -> value.toString();
        };
    }
}
