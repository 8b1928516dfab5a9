import java.security.Security;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.igniterealtime.smack.inttest.SmackIntegrationTestFramework;
import org.jivesoftware.smackx.omemo.signal.SignalOmemoService;

/** Smack's integration tests, with OMEMO by libsignal: who uses that has to say so, for it is under the GPLv3. */
class SmackTests {
  public static void main(String[] arguments) throws Exception {
    // Smack's OMEMO initializes AES-GCM in a way that Java's own does not know.
    Security.addProvider(new BouncyCastleProvider());
    SignalOmemoService.acknowledgeLicense();
    SignalOmemoService.setup();
    SmackIntegrationTestFramework.main(arguments);
  }
}
