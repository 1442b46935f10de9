package dev.belay.verify.rules.language;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.belay.verify.rules.language.ScriptShare.Scope;
import java.lang.Character.UnicodeScript;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LanguageRulesTest {

    // Article 1 of the Universal Declaration of Human Rights, or its first sentence.
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            en | All human beings are born free and equal in dignity and rights.
            es | Todos los seres humanos nacen libres e iguales en dignidad y derechos.
            pt | Todos os seres humanos nascem livres e iguais em dignidade e em direitos.
            fr | Tous les êtres humains naissent libres et égaux en dignité et en droits.
            de | Alle Menschen sind frei und gleich an Würde und Rechten geboren.
            it | Tutti gli esseri umani nascono liberi ed eguali in dignità e diritti.
            pl | Wszyscy ludzie rodzą się wolni i równi pod względem swej godności i swych praw.
            fi | Kaikki ihmiset syntyvät vapaina ja tasavertaisina arvoltaan ja oikeuksiltaan.
            sw | Watu wote wamezaliwa huru, hadhi na haki zao ni sawa.
            vi | Tất cả mọi người sinh ra đều được tự do và bình đẳng về nhân phẩm và quyền.
            nl | Alle mensen worden vrij en gelijk in waardigheid en rechten geboren.
            sv | Alla människor är födda fria och lika i värde och rättigheter.
            ru | Все люди рождаются свободными и равными в своём достоинстве и правах.
            uk | Всі люди народжуються вільними і рівними у своїй гідності та правах.
            bg | Всички хора се раждат свободни и равни по достойнство и права.
            ar | يولد جميع الناس أحرارا متساوين في الكرامة والحقوق.
            fa | تمام افراد بشر آزاد به دنیا می‌آیند و از لحاظ حیثیت و حقوق با هم برابرند.
            ur | تمام انسان آزاد اور حقوق و عزت کے اعتبار سے برابر پیدا ہوئے ہیں۔
            hi | सभी मनुष्यों को गौरव और अधिकारों के मामले में जन्मजात स्वतन्त्रता और समानता प्राप्त है।
            mr | सर्व मानवी व्यक्ती जन्मतःच स्वतंत्र आहेत व त्यांना समान प्रतिष्ठा व समान अधिकार आहेत.
            ne | सबै व्यक्तिहरू जन्मजात स्वतन्त्र हुन् ती सबैको समान अधिकार र महत्व छ।
            bn | সমস্ত মানুষ স্বাধীনভাবে সমান মর্যাদা এবং অধিকার নিয়ে জন্মগ্রহণ করে।
            pa | ਸਾਰਾ ਮਨੁੱਖੀ ਪਰਿਵਾਰ ਆਪਣੀ ਮਹਿਮਾ ਵਿੱਚ ਆਜ਼ਾਦ ਹੈ।
            gu | પ્રતિષ્ઠા અને અધિકારોની દૃષ્ટિએ સર્વ માનવો જન્મથી સ્વતંત્ર અને સમાન હોય છે.
            ta | மனிதப் பிறவியினர் சகலரும் சுதந்திரமாகவே பிறக்கின்றனர்.
            te | ప్రతిపత్తిస్వత్వముల విషయమున మానవులెల్లరును జన్మతః స్వతంత్రులు.
            kn | ಎಲ್ಲಾ ಮಾನವರೂ ಸ್ವತಂತ್ರರಾಗಿಯೇ ಜನಿಸಿದ್ದಾರೆ.
            ml | മനുഷ്യരെല്ലാവരും തുല്യാവകാശങ്ങളോടും അന്തസ്സോടും ജനിച്ചിട്ടുള്ളവരാണ്.
            th | มนุษย์ทั้งหลายเกิดมามีอิสระและเสมอภาคกันในเกียรติศักดิ์และสิทธิ
            he | כל בני אדם נולדו בני חורין ושווים בערכם ובזכויותיהם.
            ko | 모든 인간은 태어날 때부터 자유로우며 그 존엄과 권리에 있어 동등하다.
            ja | すべての人間は、生まれながらにして自由であり、尊厳と権利について平等である。
            zh | 人人生而自由,在尊严和权利上一律平等。""")
    void guess_firstArticle(String code, String text) {
        assertThat(LanguageGuess.of(text).language()).contains(Language.of(code));
    }

    @Test
    void guess_capitalsAreReadLikeSmallLetters() {
        assertThat(LanguageGuess.of("THIS IS A LETTER TO THE WHOLE TEAM").language())
                .contains(Language.ENGLISH);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "123 + 456", "***", "\ud800"})
    void guess_withoutLettersIsEmpty(String text) {
        assertThat(LanguageGuess.of(text).script()).isEmpty();
        assertThat(LanguageGuess.of(text).language()).isEmpty();
    }

    @Test
    void guess_withoutEvidenceNamesOnlyTheScript() {
        LanguageGuess guess = LanguageGuess.of("Zyzzx brrt");
        assertThat(guess.script()).contains(UnicodeScript.LATIN);
        assertThat(guess.language()).isEmpty();
    }

    @Test
    void share_countsLettersOfTheScript() {
        ScriptShare rule = new ScriptShare(Set.of(UnicodeScript.HAN), 0.5, Scope.ALL);
        // Two Han letters, two Latin ones; digits and punctuation are no letters.
        assertThat(rule.check("中文 ab 12.").score()).isEqualTo(0.5);
        assertThat(rule.check("中文 ab 12.").passed()).isTrue();
        assertThat(rule.check("中 ab").score()).isCloseTo(1.0 / 3, within(1e-12));
        assertThat(rule.check("中 ab").evidence()).isEqualTo("ab");
        assertThat(rule.check("12 + 3").passed()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "答案 $x + y$ 是",
                "答案 \\(x\\) 是",
                "答案 \\[x\\] 是",
                "答案 $$x$$ 是",
                "答案 `x` 是",
                "答案\n```python\nx = 1\n```\n是",
                "答案 \\alpha 是",
                "答案 \\frac{1}{2} 是"
            })
    void share_proseLeavesOutFormulasAndCode(String text) {
        assertThat(ScriptShare.of("zh", 1).check(text).score()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"答案 $x", "答案 `x", "价格 $5\nx $6"})
    void share_anUnclosedSpanIsText(String text) {
        assertThat(ScriptShare.of("zh", 1).check(text).passed()).isFalse();
    }

    @Test
    void unknownLanguage_listsTheChoices() {
        assertThatThrownBy(() -> ScriptShare.of("xx", 1))
                .hasMessageContaining("unknown language \"xx\"")
                .hasMessageContaining("en, es");
    }
}
