/** Whole broadcasts in virtual time: real clients, a real broker, a seeded network between them. */
@NullMarked
package io.framecast.broker.scenario;

import org.jspecify.annotations.NullMarked;
