package io.framecast.bench.measure;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * What repeated measurements of one thing came to.
 *
 * @param median of an even number: the mean of the middle two
 * @param count at least 1
 */
public record Spread(double median, double least, double most, int count) {

    public static Spread of(double... values) {
        if (values.length == 0) {
            throw new IllegalArgumentException("no value");
        }
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        double median = sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return new Spread(median, sorted[0], sorted[sorted.length - 1], sorted.length);
    }

    public static Spread of(List<Double> values) {
        return of(values.stream().mapToDouble(Double::doubleValue).toArray());
    }

    /** Of the quotients of what was measured in the same round; as many on both sides. */
    public static Spread ofRatios(List<Double> values, List<Double> to) {
        if (values.size() != to.size()) {
            throw new IllegalArgumentException(values.size() + " values and " + to.size() + " to compare them with");
        }
        double[] ratios = new double[values.size()];
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] = values.get(i) / to.get(i);
        }
        return of(ratios);
    }

    /** Median and range with three significant digits: {@code 1.04 (1.02–1.07)}. */
    @Override
    public String toString() {
        return digits(median) + " (" + digits(least) + "–" + digits(most) + ")";
    }

    /** Three significant digits, as many as needed before the point. */
    public static String digits(double value) {
        double size = Math.abs(value);
        int decimals = size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : size >= 0.1 ? 3 : 4;
        return String.format(Locale.ROOT, "%." + decimals + "f", value);
    }
}
