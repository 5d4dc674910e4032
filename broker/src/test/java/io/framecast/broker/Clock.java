package io.framecast.broker;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import java.util.Set;

/** Reading the time: by owner and name, which also matches method references. */
final class Clock {
    private static final Set<String> READS = Set.of("nanoTime", "currentTimeMillis");

    static final DescribedPredicate<JavaAccess<?>> READ = DescribedPredicate.describe("read a clock", Clock::reads);

    private Clock() {}

    private static boolean reads(JavaAccess<?> access) {
        return access.getTargetOwner().isEquivalentTo(java.time.Clock.class)
                || (access.getTargetOwner().isEquivalentTo(System.class) && READS.contains(access.getName()));
    }
}
