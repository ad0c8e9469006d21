// Our own word lists for made minutes. Nouns: stem and kind (make_noun), most frequent first; slots of sentences:
// text_writer.h. SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <string_view>

namespace opslag::bench::words {

inline constexpr std::string_view kCommonNouns =
    "sag cR;møde nr;forslag n0;udvalg n0;borger cE;forvaltning cR;område nr;indstilling cR;projekt nR;plan cR;budget "
    "nR;beslutning cR;"
    "kommune cr;aftale cr;bemærkning cR;behandling cR;opgave cr;mulighed cR;krav n0;indsats cR;udgift cR;bevilling "
    "cR;periode cr;"
    "høring cR;løsning cR;ansøgning cR;ændring cR;udvikling cR;proces cR;vurdering cR;anlæg n0;tilbud n0;ydelse "
    "cr;ramme cr;status cR;"
    "drift cR;økonomi cR;samarbejde nr;redegørelse cr;notat nR;orientering cR;konsekvens cR;virksomhed cR;organisation "
    "cR;leder cE;"
    "medarbejder cE;undersøgelse cr;tidsplan cR;rapport cR;evaluering cR;anbefaling cR;prioritering cR;lov cE;regelsæt "
    "n0;strategi cR;"
    "politik cR;målsætning cR;placering cR;bygning cR;grund cE;bestyrelse cr;forening cR;bruger cE;kontrakt cR;udbud "
    "n0;leverandør cR;"
    "tilskud n0;reserve cr;besparelse cr;takst cR;kvalitet cR;erfaring cR;kompetence cr;gruppe cr;repræsentant "
    "cR;høringssvar n0;"
    "henvendelse cr;klage cr;afgørelse cr;tilladelse cr;dispensation cR;ordning cR;forsøg n0;handleplan cR;opfølgning "
    "cR;drøftelse cr;"
    "dialog cR;temamøde nr;hensyn n0;udfordring cR;behov n0;grundlag n0;beregning cR;prognose cr;afvigelse "
    "cr;merforbrug n0;"
    "mindreforbrug n0;overførsel cR;tillægsbevilling cR;anlægsbevilling cR;rådighedsbeløb n0;kasse cr;indtægt cR;lån "
    "n0;garanti cR;"
    "ejer cE;lejer cE;naboskab nR;adgang cE;areal nR;matrikel cR;hektar cE;vilkår n0;betingelse cr;frist cR;dato "
    "cR;årsag cR;formål n0;"
    "retning cR;opmærksomhed cR;inddragelse cr;kommunikation cR;analyse cr;model cR;scenarie nr;afdækning cR;overblik "
    "n0;"
    "oversigt cR;statistik cR;opgørelse cr;måling cR;resultat nR;effekt cR;risiko cR;sikkerhed cR;bæredygtighed "
    "cR;tilgængelighed cR";

// value|nouns. The values are topics of corpus/vocabularies/.
inline constexpr std::string_view kTopics[] = {
    "plan-og-byudvikling|lokalplan cR;kommuneplan cR;byggeri nR;bebyggelse cr;boligområde nr;byggefelt nR;landzone "
    "cr;bymidte cr;facade cr;"
    "startredegørelse cr;byudvikling cR;planforslag n0;område nr;etage cr;parkeringsplads cR;bevaringsværdi cR",
    "skole|skole cr;elev cR;undervisning cR;klasse cr;lærer cE;folkeskole cr;trivsel cR;fritidsordning "
    "cR;skolebestyrelse cr;fag n0;"
    "specialklasse cr;skoledistrikt nR;kvotient cR;skolestruktur cR;afgangsprøve cr",
    "dagtilbud|daginstitution cR;børnehave cr;vuggestue cr;dagpleje cr;børnegruppe cr;pædagog cR;normering cR;pasning "
    "cR;forælder cE;institution cR;"
    "legeplads cR;dagtilbud n0;åbningstid cR",
    "budget-og-regnskab|budgetopfølgning cR;regnskab nR;budgetramme cr;serviceramme cr;balance cr;likviditet "
    "cR;årsregnskab nR;forbrug n0;"
    "revision cR;budgetforlig n0;skat cR;udligning cR;finansiering cR;låneramme cr;driftsbudget nR",
    "trafik-og-veje|vej cE;cykelsti cR;trafik cR;bus cR;fodgænger cE;kryds n0;hastighed cR;parkering cR;rundkørsel "
    "cR;vejbelægning cR;"
    "bro cR;trafiksikkerhed cR;busrute cr;køreplan cR;fortov nE;belysning cR",
    "miljoe-og-natur|natur cR;vandløb n0;skov cE;grundvand n0;lavbund cE;forurening cR;naturpleje cr;biodiversitet "
    "cR;oprensning cR;jord cE;"
    "udledning cR;fredning cR;sø cR;klit cR;dige nr;miljøtilsyn n0",
    "energi|varme cr;fjernvarme cr;vindmølle cr;solcelle cr;energi cR;varmeplan cR;projektforslag n0;varmepumpe cr;net "
    "n0;elbil cR;ladestander cE;"
    "energirenovering cR;gas cR;forbrug n0",
    "kultur-og-fritid|hal cR;idræt cR;bibliotek nR;galleri nR;forening cR;svømmehal cR;kulturhus nE;kunst cR;festival "
    "cR;musikskole cr;boldbane cr;"
    "fritid cR;klub cR;aftenskole cr;scene cr",
    "beskaeftigelse|jobcenter nE;ledighed cR;ledig cE;beskæftigelse cr;kontanthjælp cR;virksomhedspraktik cR;dagpenge "
    "cr;sygedagpenge cr;"
    "fleksjob n0;ressourceforløb n0;arbejdsmarked nR;kurs nR;revalidering cR",
    "integration|flygtning cE;integration cR;sprog n0;modtagelse cr;indvandrer cE;bolig cR;danskuddannelse cr;kvote "
    "cr;program nR",
    "sundhed|sundhed cR;forebyggelse cr;genoptræning cR;læge cr;sygehus nE;tandpleje cr;patient cR;sygepleje cr;motion "
    "cR;rygning cR;"
    "sundhedscenter nE;indlæggelse cr;vaccination cR;diagnose cr",
    "aeldre|hjemmepleje cr;plejehjem n0;senior cR;plejecenter nE;beboer cE;rehabilitering cR;pensionist cR;demens "
    "cR;hjælpemiddel nR;"
    "madservice cr;plejebolig cR;ældreråd n0;værdighed cR;visitation cR",
    "erhverv|erhverv nR;turisme cR;iværksætter cE;erhvervsråd n0;erhvervsservice cr;turist cR;handel cR;investering "
    "cR;vækst cR;detailhandel cR",
    "ejendomme|ejendom cE;salg n0;køb n0;vedligeholdelse cr;bygning cR;lejemål n0;tag nE;skøde nr;grundsalg n0;købesum "
    "cR;udstykning cR;facilitet cR",
    "personale|personale nr;sygefravær n0;ansættelse cr;løn cR;arbejdsmiljø nR;tillidsrepræsentant cR;stilling "
    "cR;overenskomst cR;vikar cR;"
    "rekruttering cR;lederskab nR",
    "forsyning|spildevand n0;affald n0;kloak cR;vandværk nR;renovation cR;genbrugsplads cR;forsyning "
    "cR;spildevandsplan cR;regnvand n0;"
    "bassin nR;beholder cE;sortering cR;gebyr nR",
    "beredskab|beredskab n0;brand cE;brandvæsen nR;redning cR;stormflod cR;beredskabsplan cR;station cR;øvelse "
    "cr;alarm cR",
    "valg-og-styrelse|valg n0;vedtægt cR;styrelsesvedtægt cR;formand cE;stemme cr;valgsted nR;vederlag n0;delegation "
    "cR;habilitet cR;"
    "stedfortræder cE;forretningsorden cE;konstituering cR",
    "it-og-digitalisering|system nR;digitalisering cR;datasæt n0;licens cR;selvbetjening cR;hjemmeside "
    "cr;databeskyttelse cr;program nR;"
    "automatisering cR;server cE;brugerflade cr",
    "bolig|bolig cR;lejebolig cR;boligforening cR;renovering cR;almenbolig cR;husleje cr;boligorganisation "
    "cR;ungdomsbolig cR;huslejenævn n0;"
    "kapital cR",
    "botilbud-og-kapacitet|botilbud n0;plads cR;kapacitet cR;bofællesskab nR;døgntilbud n0;venteliste cr;belægning "
    "cR;målgruppe cr;"
    "botilbudsplads cR;bosted nR;aflastning cR;kapacitetsudvidelse cr",
    "takster-og-finansiering|takst cR;taksttrappe cr;efterregulering cR;finansiering cR;overhead cR;takstmodel "
    "cR;betaling cR;"
    "objektivitet cR;prisniveau nR",
    "rammeaftale|rammeaftale cr;styringsaftale cr;udviklingsstrategi cR;rammeperiode cr;fællesskab nR;koordination cR",
    "psykiatri|psykiatri cR;socialpsykiatri cR;lidelse cr;sygdom cR;recovery cR;støtte cr;psykolog "
    "cR;distriktspsykiatri cR;angst cR",
    "misbrug-og-rusmidler|misbrug n0;rusmiddel nR;alkohol cR;behandler cE;behandlingssted nR;substitution cR;afrusning "
    "cR;alkoholbehandling cR",
    "autisme|autisme cr;spektrum nR;struktur cR;støttebehov n0;sansning cR;autismetilbud n0",
    "herberg-hjemloeshed-og-krisecentre|herberg nR;hjemløshed cR;krisecenter nE;hjemløs cE;boform cR;vold cR;overgang "
    "cE;kvindehjem n0",
    "socialtilsyn|socialtilsyn n0;godkendelse cr;tilsyn n0;tilsynsbesøg n0;plejefamilie cr;opholdssted nR;påbud "
    "n0;skærpelse cr",
    "udsatte-borgere|udsathed cR;støtte cr;værested nR;gadeplan cR;mentor cR;socialrådgiver cE;udsat cE;varmestue cr",
    "handicapomraadet|handicap n0;hjælper cE;handicapråd n0;ledsagelse cr;hjælperordning cR;kompensation "
    "cR;funktionsnedsættelse cr;"
    "tilgængelighed cR;handicapbil cR",
    "boern-og-unge|anbringelse cr;familie cr;underretning cR;børnegruppe cr;ungdom cR;døgninstitution cR;netværk "
    "n0;børnesag cR;forløb n0;"
    "plejeforælder cE;familiebehandling cR",
    "specialundervisning|specialundervisning cR;specialskole cr;støttetime cr;inklusion cR;læsevejleder cE;ordblindhed "
    "cR;voksenskole cr",
    "byggeri-og-laanepulje|byggeri nR;lånepulje cr;anlægsprojekt nR;entreprise cr;licitation cR;bygherre "
    "cr;byggeprogram nR;rådgiver cE",
    "hoeringssvar-og-udtalelser|høringssvar n0;bekendtgørelse cr;udtalelse cr;høringsfrist cR;udkast n0;lovforslag "
    "n0;part cR",
    "moedeplan-aarshjul-og-seminar|mødeplan cR;årshjul n0;seminar nR;dagsorden cE;kalender cE;studietur cR;konference "
    "cr",
    "klima|klima nR;klimatilpasning cR;skybrud n0;udledning cR;klimaplan cR;kystsikring cR;havvand n0;oversvømmelse "
    "cr;reduktion cR"};

inline constexpr std::string_view kVerbs =
    "orientere;behandle;godkende;drøfte;anbefale;vurdere;foreslå;indstille;beslutte;forvente;ønske;medføre;anvende;"
    "sikre;styrke;udvikle;"
    "gennemføre;planlægge;etablere;finansiere;prioritere;inddrage;undersøge;beskrive;omfatte;kræve;støtte;vedtage;"
    "opfylde;reducere;"
    "forbedre;igangsætte;afholde;udarbejde;fremlægge;vedligeholde;kompensere;konkludere;overføre;regulere;bevilge;"
    "fastholde;forlænge;"
    "justere;koordinere;evaluere;dokumentere;iværksætte;forelægge;udvide;nedlægge;begrænse;præcisere;omlægge;målrette;"
    "samle;"
    "kontakte;besvare;indgå;afslutte;opsige;udbyde;tilbyde;modtage;fordele;indføre;afklare;belyse;håndtere;forebygge";

// common,neuter,plural
inline constexpr std::string_view kAdjectives =
    "ny,nyt,nye;stor,stort,store;samlet,samlet,samlede;fælles,fælles,fælles;økonomisk,økonomisk,økonomiske;kommunal,"
    "kommunalt,kommunale;"
    "faglig,fagligt,faglige;særlig,særligt,særlige;nuværende,nuværende,nuværende;kommende,kommende,kommende;politisk,"
    "politisk,politiske;"
    "konkret,konkret,konkrete;løbende,løbende,løbende;mindre,mindre,mindre;øget,øget,øgede;god,godt,gode;forventet,"
    "forventet,forventede;"
    "lokal,lokalt,lokale;offentlig,offentligt,offentlige;privat,privat,private;ekstern,eksternt,eksterne;intern,"
    "internt,interne;"
    "årlig,årligt,årlige;midlertidig,midlertidigt,midlertidige;permanent,permanent,permanente;endelig,endeligt,"
    "endelige;"
    "foreløbig,foreløbigt,foreløbige;tværgående,tværgående,tværgående;digital,digitalt,digitale;central,centralt,"
    "centrale;"
    "nødvendig,nødvendigt,nødvendige;aktuel,aktuelt,aktuelle;relevant,relevant,relevante;vedtaget,vedtaget,vedtagne;"
    "eksisterende,eksisterende,eksisterende;social,socialt,sociale;teknisk,teknisk,tekniske;juridisk,juridisk,"
    "juridiske;"
    "bæredygtig,bæredygtigt,bæredygtige;tidlig,tidligt,tidlige;sen,sent,sene;grøn,grønt,grønne;lang,langt,lange;kort,"
    "kort,korte;"
    "tilsvarende,tilsvarende,tilsvarende;strategisk,strategisk,strategiske;borgernær,borgernært,borgernære;svag,svagt,"
    "svage";

// {n} sag  {N} sagen  {p} sager  {P} sagerne  {tn} {tN} … of the topic  {X} {E} any phrase around a noun
// {v} behandle  {V} behandler  {S} behandles  {D} behandlede  {W} behandlet  {a} {b} {c} ny nyt nye
// {M} a municipality  {O} a committee  {R} a person  {L} a place  {K} an amount  {T} a date  {Y} a year  {C} a case's
// number  {%} a share  {#} a small number
inline constexpr std::string_view kSentences[] = {
    "Forvaltningen {V} {X} i forbindelse med {X}, som {V} {p} for {X}.",
    "Det {S}, at {X} og {X} {S} inden udgangen af {Y}.",
    "{X} {V} {X}, og der er {W} {p} til {X}.",
    "I {Y} blev {X} {W}, fordi {X} ikke længere {D} {p} om {X}.",
    "Der er afsat {K} til {X}, heraf {K} til {X} i {Y}.",
    "Udvalget {D} på mødet den {T}, at {X} skal {v} {X} med henblik på {p}.",
    "{X} har været i høring i perioden fra den {T} til den {T}, og der er kommet {#} {p}.",
    "På den baggrund {V} {X}, hvordan {X} kan {S} uden {X}.",
    "{M} Kommune {V} {X} sammen med {M} Kommune og {X}.",
    "Det er {p}, der {V} {X}, når {X} {S} efter {Y}.",
    "Hvis {X} ikke {S}, vil {X} {v} {p}, og {N} må {v} {X}.",
    "{X} ligger ved {L}, hvor der i dag er {p} og {E}.",
    "{R} fremlægger {N} og {V} {X} for udvalget.",
    "Som det fremgår af bilaget, {V} {X} {%} af {P}, mens {X} {V} {%}.",
    "{X} {V} for tiden {X}, som har {p} i forhold til {X} og {X}.",
    "Udgiften til {X} er {K} om året, og den {S} inden for {X}.",
    "Der henvises til {X} fra {Y}, hvoraf det fremgår, at {X} {V} {X}.",
    "{X} omfatter {p}, {p} og {p}.",
    "Efter {X} {V} {O} {X}, inden {N} sendes videre til {O}.",
    "Det er vurderingen, at {X} er {c} for {X}, men at {p} kan {v} {X}.",
    "{X} er {W} af {X} og {V} {X} på {L}.",
    "Siden {Y} er antallet af {p} steget fra {#} til {#}, hvilket {V} {X}.",
    "Med {X} får {P} bedre {p}, og {X} bliver {c} end hidtil.",
    "Sagen har nummeret {C} og {V} {X}.",
    "Både {X} og {X} {V} {X}, men kun {X} {V} {p}.",
    "Formålet med {X} er at {v} {X} og at {v} {p}, så {X} kan {v} {X}.",
    "{X} skal {v} {X} om {p}, som {V} {X} ved {L}.",
    "Til mødet {V} {X} med {R}, der vil {v} {X} fra {X}.",
    "Det har ikke været muligt at {v} {X}, da {X} {V} {X} i {M}.",
    "{N} {S} på samme måde som {X}, dog således at {X} {V} {%} af {X}.",
    "Af {X} følger, at {X} mindst hvert {#}. år skal {v} {p} for {X}.",
    "Her er {X} {W}, og derfor {S} {X} af {X}, eller når {p} {V} det.",
    "De {c} {p} {V} {X}, og de {c} {p} {V} {X}.",
    "Der har været {X} mellem {X} og {X} om {X}, uden at {N} er blevet {W}.",
    "{X} bygger på {X}, på {X} og på {X} fra {Y}.",
    "Et flertal {V} {X}, hvis {X} {S} under {X}."};

inline constexpr std::string_view kRecommendations[] = {
    "Forvaltningen indstiller, at {X} godkendes.",
    "Forvaltningen indstiller til {O}, at {X} tages til efterretning.",
    "Det indstilles, at udvalget drøfter {X} og {X}.",
    "Det indstilles, at der gives en bevilling på {K} til {X}, finansieret af {X}.",
    "Direktionen indstiller, at {X} sendes i høring i {#} uger.",
    "Indstilles, at {X} igangsættes, og at {X} forelægges igen i {Y}."};

inline constexpr std::string_view kTitles[] = {"{tN} på {tP}",
                                               "Godkendelse af {tn}",
                                               "Orientering om {tp}",
                                               "{tn} - {L}",
                                               "Status på {tN} {Y}",
                                               "Forslag om {tp} i {M}",
                                               "Ansøgning om {tn}, {L}",
                                               "{tp} og {tp}",
                                               "Anlægsbevilling til {tn}",
                                               "Høring af {tn} om {tp}",
                                               "Opfølgning på {tp} {Y}",
                                               "{tn}: {tp} til {tP}",
                                               "Temadrøftelse om {tp}",
                                               "Evaluering af {tN} ved {L}",
                                               "Samarbejde med {M} Kommune om {tp}",
                                               "Meddelelser",
                                               "Eventuelt",
                                               "Godkendelse af dagsorden",
                                               "{tn} for {tP}",
                                               "Frigivelse af midler til {tn}"};

inline constexpr std::string_view kAttachments[] = {"Notat om {tp}",
                                                    "Bilag {#} - {tn}",
                                                    "{tn} {Y}",
                                                    "Høringssvar fra {R}",
                                                    "Kort over {L}",
                                                    "Udkast til {tn}",
                                                    "Økonomisk oversigt, {tp}",
                                                    "Referat af møde den {T}"};

inline constexpr std::string_view kFirstNames =
    "Anne;Peter;Mette;Lars;Hanne;Jens;Kirsten;Michael;Lene;Søren;Inge;Thomas;Maria;Jørgen;Susanne;Henrik;Pia;Niels;"
    "Birthe;Ole;Camilla;Morten;"
    "Gitte;Rasmus;Karin;Anders;Ida;Bo;Signe;Erik;Freja;Mads;Dorthe;Kasper;Bente;Hans;Louise;Tobias;Ulla;Frederik";
inline constexpr std::string_view kLastNames =
    "Jensen;Nielsen;Hansen;Pedersen;Andersen;Christensen;Larsen;Sørensen;Rasmussen;Petersen;Madsen;Kristensen;Olsen;"
    "Thomsen;Poulsen;Johansen;"
    "Knudsen;Mortensen;Møller;Lund;Holm;Schmidt;Eriksen;Kjær;Bach;Friis;Vestergaard;Dahl;Bruun;Skov;Krogh;Winther;Toft;"
    "Bech;Juul;Hald;Riis;Buch";
inline constexpr std::string_view kStreetEnds =
    "vej;vej;vej;vej;gade;gade;vænget;allé;parken;bakken;stræde;toften;marken;haven;engen;lunden;krogen;stien;kæret;"
    "dalen;højen;skrænten;gården;skolen;centret";

inline constexpr std::string_view kCommittees[] = {"Byrådet",
                                                   "Økonomiudvalget",
                                                   "Teknik- og Miljøudvalget",
                                                   "Børne- og Skoleudvalget",
                                                   "Social- og Sundhedsudvalget",
                                                   "Kultur- og Fritidsudvalget",
                                                   "Beskæftigelsesudvalget",
                                                   "Plan- og Klimaudvalget",
                                                   "Ældreudvalget",
                                                   "Erhvervs- og Vækstudvalget",
                                                   "Handicaprådet",
                                                   "Ældrerådet",
                                                   "Landdistriktsudvalget",
                                                   "Integrationsrådet",
                                                   "Folkeoplysningsudvalget",
                                                   "Direktionen",
                                                   "Grønt Råd",
                                                   "Hovedudvalget",
                                                   "Udsatterådet",
                                                   "Trafiksikkerhedsudvalget"};
inline constexpr std::string_view kRegionCommittees[] = {
    "Regionsrådet",     "Forretningsudvalget",   "Udvalget for psykiatri",     "Udvalget for regional udvikling",
    "Sundhedsudvalget", "Socialdirektørkredsen", "Patientinddragelsesudvalget"};
inline constexpr std::string_view kRegions[] = {"Region Hovedstaden", "Region Sjælland", "Region Syddanmark",
                                                "Region Midtjylland", "Region Nordjylland"};

inline constexpr std::string_view kMunicipalities =
    "København;Aarhus;Aalborg;Odense;Esbjerg;Vejle;Frederiksberg;Randers;Viborg;Kolding;Silkeborg;Herning;Horsens;"
    "Roskilde;Næstved;Slagelse;Sønderborg;"
    "Gentofte;Holbæk;Gladsaxe;Hjørring;Skanderborg;Helsingør;Køge;Guldborgsund;Frederikshavn;Svendborg;Holstebro;"
    "Ringkøbing-Skjern;Aabenraa;Lyngby-Taarbæk;"
    "Haderslev;Hvidovre;Faaborg-Midtfyn;Fredericia;Høje-Taastrup;Hillerød;Greve;Varde;Ballerup;Kalundborg;Favrskov;"
    "Hedensted;Skive;Vordingborg;Frederikssund;"
    "Thisted;Egedal;Syddjurs;Tårnby;Vejen;Rudersdal;Mariagerfjord;Ikast-Brande;Rødovre;Lolland;Furesø;Fredensborg;"
    "Gribskov;Assens;Middelfart;Bornholm;"
    "Brøndby;Jammerbugt;Tønder;Norddjurs;Vesthimmerlands;Faxe;Brønderslev;Ringsted;Odsherred;Nyborg;Halsnæs;Sorø;"
    "Nordfyns;Rebild;Albertslund;Lejre;Herlev;"
    "Billund;Allerød;Hørsholm;Kerteminde;Solrød;Odder;Ishøj;Stevns;Glostrup;Struer;Morsø;Lemvig;Vallensbæk;Dragør;"
    "Langeland;Ærø;Samsø;Fanø;Læsø";

}  // namespace opslag::bench::words
