package dev.belay.verify.rules.language;

import java.lang.Character.UnicodeScript;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * The languages the rules know: the 30 of IFEval, Chinese, and neighbours that are easily taken for one of them.
 *
 * <p>Languages that share a script carry their commonest words and the letters only they use; the others are known by
 * their script alone.
 */
public enum Language {
    ENGLISH(
            "en",
            EnumSet.of(UnicodeScript.LATIN),
            "",
            "the of and a to in is that it for was with as his on be at by this had not are but from "
                    + "or have an they which one you were all her she there would their we him been has when "
                    + "who will no more if out so what up its about than into them can only other some could "
                    + "then do any my now over our me even most made after also did many before must well your "
                    + "should because how i am just like let here these those every where while such very write give make please using explain describe between during does being need want own same both few still under again"),
    SPANISH(
            "es",
            EnumSet.of(UnicodeScript.LATIN),
            "ñ¿¡",
            "el la de que y en un una los las del se por con para es no su al lo como más pero sus "
                    + "le ya o este sí porque esta entre cuando muy sin sobre también me hasta hay donde quien "
                    + "desde todo nos todos uno les ni contra otros ese eso ante ellos esto mí antes algunos "
                    + "qué unos yo otro otras otra él tanto esa estos mucho quienes nada son está ser han "
                    + "tiene"),
    PORTUGUESE(
            "pt",
            EnumSet.of(UnicodeScript.LATIN),
            "ãõ",
            "o a de que e do da em um para é com não uma os no se na por mais as dos como mas foi ao "
                    + "ele das tem à seu sua ou ser quando muito há nos já está eu também só pelo pela até "
                    + "isso ela entre era depois sem mesmo aos ter seus quem nas me esse eles estão você tinha "
                    + "foram essa num nem suas meu às minha são todos"),
    FRENCH(
            "fr",
            EnumSet.of(UnicodeScript.LATIN),
            "çœèêëàù",
            "le la les de des du et un une à en est que qui dans pour pas sur plus par avec ce il se "
                    + "ne au aux son sa ses mais nous vous je tu elle ils on leur lui cette ces ont été être "
                    + "sont comme tout ou si même bien où sans peut fait aussi entre après très dont donc "
                    + "notre votre mon ma mes d c qu l tous toutes doivent"),
    GERMAN(
            "de",
            EnumSet.of(UnicodeScript.LATIN),
            "ßäöü",
            "der die das und in den von zu mit ist des im für nicht sich auf ein eine als auch es an "
                    + "werden aus er hat dass sie nach wird bei einer um am sind noch wie einem über einen so "
                    + "zum war haben nur oder aber vor zur bis mehr durch man sein wurde sei wir ich du ihr "
                    + "kann wenn alle gegen vom können schon ihre mich dem uns unter sollen"),
    ITALIAN(
            "it",
            EnumSet.of(UnicodeScript.LATIN),
            "ìò",
            "il lo la i gli le di a da in con su per tra e è che non un una uno del della dei delle "
                    + "al alla nel nella si sono come ma anche più questo questa ha ho hanno se o loro lui lei "
                    + "io noi voi essere stato suo sua suoi sul dal dalla degli ai alle cui quando dove chi "
                    + "perché così molto tutti tutto ogni ci mi ti era può devono"),
    POLISH(
            "pl",
            EnumSet.of(UnicodeScript.LATIN),
            "ąćęłńśźż",
            "i w na z się nie do to że jest o jak a po co od za dla ale już tylko przez ten jego jej "
                    + "tak był było być czy oraz ich może są tego tym mnie ty on ona my wy oni lub gdy przed "
                    + "więc kiedy jeszcze bardzo gdzie bez pod nad także które który która wszyscy swój "
                    + "powinni wobec innymi"),
    FINNISH(
            "fi",
            EnumSet.of(UnicodeScript.LATIN),
            "",
            "ja on ei se että oli hän mutta ovat kun niin myös kuin joka sen jos tai hänen mitä ole "
                    + "voi vain sitä nyt minä sinä me te he ne tämä tämän siitä mukaan jo kanssa sekä olla "
                    + "jotka ennen jälkeen vielä niiden kaikki kaikkien mikä miten koska sillä siis ihmiset "
                    + "heille tulee toimia toisiaan"),
    SWAHILI(
            "sw",
            EnumSet.of(UnicodeScript.LATIN),
            "",
            "na ya wa kwa ni katika za la kuwa cha hii hiyo huo kama lakini au si hata pia watu yake "
                    + "wake zaidi sana bila kila moja mmoja wote hivyo ambao ambayo tu ili baada kabla wao "
                    + "yetu yangu mimi wewe yeye sisi nini wakati huu hizo haki binadamu wamezaliwa huru sawa "
                    + "vya kutoka mtu kuna"),
    VIETNAMESE(
            "vi",
            EnumSet.of(UnicodeScript.LATIN),
            "ăđơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ",
            "và của là có không cho được người trong một những các với đã này để khi như đến ra thì "
                    + "từ về cũng tôi bạn anh chị nó vào sẽ đó nhiều hay lại rất mà nên bị ở do trên theo phải "
                    + "còn tất cả mọi đều sinh quyền"),
    DUTCH(
            "nl",
            EnumSet.of(UnicodeScript.LATIN),
            "ĳ",
            "de het een en van in is dat op te zijn met voor niet aan er om ook als dan maar bij uit "
                    + "nog naar heeft ze hij wordt door over was hun je ik wij dit deze die worden tot geen "
                    + "meer of kan wat wel alle mensen"),
    SWEDISH(
            "sv",
            EnumSet.of(UnicodeScript.LATIN),
            "",
            "och att det som en på är av för med till den inte om ett han men var jag sig från vi så "
                    + "kan när år skall ska hon eller hade vid efter också upp där över alla detta har mot äro"),
    DANISH(
            "da",
            EnumSet.of(UnicodeScript.LATIN),
            "øæ",
            "og at det er en til på af som for med ikke den der de et han var jeg men sig har fra vi "
                    + "så kan når skal hun eller havde ved efter også op hvor over alle dette mod blev man ud "
                    + "være"),
    TURKISH(
            "tr",
            EnumSet.of(UnicodeScript.LATIN),
            "ğış",
            "ve bir bu da de için ile çok olarak daha gibi olan var ne ama en kadar sonra o ben sen "
                    + "biz siz onlar değil mi her şey ki veya ya hem bütün insanlar"),
    INDONESIAN(
            "id",
            EnumSet.of(UnicodeScript.LATIN),
            "",
            "yang dan di ini itu dengan untuk tidak dari dalam akan pada juga saya ke karena "
                    + "tersebut bisa ada mereka lebih telah sudah atau anda kami kita dia oleh menjadi orang "
                    + "semua sebagai seperti"),
    ROMANIAN(
            "ro",
            EnumSet.of(UnicodeScript.LATIN),
            "șțăî",
            "și de la în a cu pe nu că din un o este să care pentru mai sunt au fost se ce ca al ale "
                    + "lui ei dar sau fi prin după toate ființele"),
    CZECH(
            "cs",
            EnumSet.of(UnicodeScript.LATIN),
            "řěů",
            "a se v na je že s z do o k i to za by jsem ale jako po pro od jsou které který nebo při "
                    + "jeho byl být až tak jen už co když všichni lidé"),
    HUNGARIAN(
            "hu",
            EnumSet.of(UnicodeScript.LATIN),
            "őű",
            "a az és hogy nem is egy ez van de meg azt csak már ha mint el ki vagy volt minden lesz "
                    + "lehet nagyon én te ő mi ti ők emberi lény"),
    RUSSIAN(
            "ru",
            EnumSet.of(UnicodeScript.CYRILLIC),
            "ыэё",
            "и в не на я что он с как это по но из у за то все к она так его от мы для вы же бы ты о "
                    + "или если были был есть они их при до уже может только который люди"),
    UKRAINIAN(
            "uk",
            EnumSet.of(UnicodeScript.CYRILLIC),
            "іїєґ",
            "і в не на я що з та як це до за але від він у по для про є ми ви вони так його її або "
                    + "якщо були був при вже може тільки який всі люди й"),
    BULGARIAN(
            "bg",
            EnumSet.of(UnicodeScript.CYRILLIC),
            "ъ",
            "и на се да в за от е с не са по като ще че това до го си има или но при със ни към "
                    + "всички той тя те аз ние вие който което хора"),
    ARABIC(
            "ar",
            EnumSet.of(UnicodeScript.ARABIC),
            "ةىيكؤئإأذضظثح",
            "في من على إلى أن عن مع هذا هذه التي الذي كان لا ما هو هي و أو لم قد كل بعد قبل بين كما "
                    + "إن ذلك لقد حيث عند غير وقد يولد جميع الناس"),
    PERSIAN(
            "fa",
            EnumSet.of(UnicodeScript.ARABIC),
            "پچژگکی",
            "و در به از که این را با است برای آن یک خود تا بر هم نیز شده کرد شود می دارد ها های اما "
                    + "یا هر ما شما من او همه باید بود اند مردم تمام"),
    URDU(
            "ur",
            EnumSet.of(UnicodeScript.ARABIC),
            "ٹڈڑںےہھ",
            "کے کی کا میں ہے اور سے کو نے پر یہ کہ ہیں وہ اس بھی ایک کر تھا تو نہیں ہو گیا لیے ان جو "
                    + "یا تھے رہا تمام انسان"),
    HINDI(
            "hi",
            EnumSet.of(UnicodeScript.DEVANAGARI),
            "",
            "है और के में की को से का हैं यह पर कि ने एक नहीं भी हो था वह इस कर लिए ही जो तो या थे "
                    + "अपने साथ हम आप मैं उन किया सभी रहा गया होता"),
    MARATHI(
            "mr",
            EnumSet.of(UnicodeScript.DEVANAGARI),
            "ळ",
            "आहे आणि व या ते हे नाही तो की असे आहेत मी आपण तर होते होता एक पण त्या हा ही केली केले "
                    + "असून म्हणून साठी काही सर्व त्यांना आम्ही त्याच्या मध्ये"),
    NEPALI(
            "ne",
            EnumSet.of(UnicodeScript.DEVANAGARI),
            "",
            "छ र को मा हो यो पनि छन् लागि गर्न भएको गरेको हुन्छ तर एक म हामी तपाईं उनले भने थियो "
                    + "गर्ने हुने सबै भन्ने ले लाई बाट छैन व्यक्ति"),
    BENGALI("bn", EnumSet.of(UnicodeScript.BENGALI)),
    PUNJABI("pa", EnumSet.of(UnicodeScript.GURMUKHI)),
    GUJARATI("gu", EnumSet.of(UnicodeScript.GUJARATI)),
    TAMIL("ta", EnumSet.of(UnicodeScript.TAMIL)),
    TELUGU("te", EnumSet.of(UnicodeScript.TELUGU)),
    KANNADA("kn", EnumSet.of(UnicodeScript.KANNADA)),
    MALAYALAM("ml", EnumSet.of(UnicodeScript.MALAYALAM)),
    THAI("th", EnumSet.of(UnicodeScript.THAI)),
    HEBREW("he", EnumSet.of(UnicodeScript.HEBREW)),
    GREEK("el", EnumSet.of(UnicodeScript.GREEK)),
    KOREAN("ko", EnumSet.of(UnicodeScript.HANGUL)),
    JAPANESE("ja", EnumSet.of(UnicodeScript.HIRAGANA, UnicodeScript.KATAKANA, UnicodeScript.HAN)),
    CHINESE("zh", EnumSet.of(UnicodeScript.HAN));

    private final String code;

    @SuppressWarnings("ImmutableEnumChecker") // an unmodifiable copy
    private final Set<UnicodeScript> scripts;

    private final String letters;

    @SuppressWarnings("ImmutableEnumChecker") // an unmodifiable set
    private final Set<String> words;

    Language(String code, Set<UnicodeScript> scripts) {
        this(code, scripts, "", "");
    }

    Language(String code, Set<UnicodeScript> scripts, String letters, String words) {
        this.code = code;
        this.scripts = Set.copyOf(scripts);
        this.letters = letters;
        this.words = words.isEmpty() ? Set.of() : Set.of(words.split(" ", -1));
    }

    /**
     * The language of an ISO 639-1 code.
     *
     * @throws IllegalArgumentException for a code not in {@link #codes()}
     */
    public static Language of(String code) {
        return Arrays.stream(values())
                .filter(language -> language.code.equals(code))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "unknown language \"" + code + "\"; choices: " + String.join(", ", codes())));
    }

    /** Every known code, in declaration order. */
    public static List<String> codes() {
        return Arrays.stream(values()).map(Language::code).toList();
    }

    /** ISO 639-1 code. */
    public String code() {
        return code;
    }

    /** The scripts it is written in. */
    public Set<UnicodeScript> scripts() {
        return scripts;
    }

    boolean isCommonWord(String lowerCaseWord) {
        return words.contains(lowerCaseWord);
    }

    boolean isOwnLetter(int lowerCaseLetter) {
        return letters.indexOf(lowerCaseLetter) >= 0;
    }
}
