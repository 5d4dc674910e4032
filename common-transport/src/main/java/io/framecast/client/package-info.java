/**
 * The embeddable client: publish, subscribe, list. A viewer:
 *
 * <pre>{@code
 * FramecastClient client = FramecastClient.connect(ClientOptions.to("localhost:5000"));
 * client.onEvent(event -> System.err.println(event.line()));
 * client.subscribe("1AAA99", Duration.ofMillis(200), new StreamListener() {
 *     public void onCatalog(Catalog catalog) {
 *         System.out.println(catalog.tracks());
 *     }
 *
 *     public void onFrame(Frame frame) {
 *         System.out.println(frame.number() + ": " + frame.payload().length + " bytes");
 *     }
 * });
 * }</pre>
 *
 * <p>Callbacks come on the client's event loop: take what they bring and return. The client waits for a broker that is away and for
 * an id that is not live, and goes on by itself after a restart of either and a change of network. {@link
 * io.framecast.client.FramecastClient#close} ends it.
 */
@NullMarked
package io.framecast.client;

import org.jspecify.annotations.NullMarked;
