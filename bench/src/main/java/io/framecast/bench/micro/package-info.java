/** Single steps of the machines, measured alone with JMH. */
@NullMarked
package io.framecast.bench.micro;

import org.jspecify.annotations.NullMarked;
