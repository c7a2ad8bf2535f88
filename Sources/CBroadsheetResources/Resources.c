#include "CBroadsheetResources.h"

// #embed is C23; clang has it in every mode and says so.
#pragma clang diagnostic ignored "-Wc23-extensions"

// One line per embedded file: its name in C, its path, the #embed of its bytes. The paths are
// those below Resources/; the sample campaigns of the root are embedded as demo/campaigns/.
#define RESOURCE(name, path) {path, name, sizeof(name)}

static const unsigned char demoAdsAlphadogFetch300x250Svg[] = {
#embed "Resources/demo/ads/alphadog-fetch-300x250.svg"
};

static const unsigned char demoAdsAlphadogGuard300x250Svg[] = {
#embed "Resources/demo/ads/alphadog-guard-300x250.svg"
};

static const unsigned char demoAdsAralar728x90Svg[] = {
#embed "Resources/demo/ads/aralar-728x90.svg"
};

static const unsigned char demoAdsConcerts728x90Svg[] = {
#embed "Resources/demo/ads/concerts-728x90.svg"
};

static const unsigned char demoAdsEmmerling728x90Svg[] = {
#embed "Resources/demo/ads/emmerling-728x90.svg"
};

static const unsigned char demoAdsGardenNative600x400Svg[] = {
#embed "Resources/demo/ads/garden-native-600x400.svg"
};

static const unsigned char demoAdsHouse300x250Svg[] = {
#embed "Resources/demo/ads/house-300x250.svg"
};

static const unsigned char demoAdsHouse728x90Svg[] = {
#embed "Resources/demo/ads/house-728x90.svg"
};

static const unsigned char demoAdsHouseNative600x400Svg[] = {
#embed "Resources/demo/ads/house-native-600x400.svg"
};

static const unsigned char demoAdsLindasRailways728x90Svg[] = {
#embed "Resources/demo/ads/lindas-railways-728x90.svg"
};

static const unsigned char demoAdsPolyglot728x90Svg[] = {
#embed "Resources/demo/ads/polyglot-728x90.svg"
};

static const unsigned char demoAdsTamsinTea728x90Svg[] = {
#embed "Resources/demo/ads/tamsin-tea-728x90.svg"
};

static const unsigned char demoArticlesJsonl[] = {
#embed "Resources/demo/articles.jsonl"
};

static const unsigned char demoCampaignsAlphadogHostingYaml[] = {
#embed "../../Campaigns/alphadog-hosting.yaml"
};

static const unsigned char demoCampaignsAralarSponsorshipYaml[] = {
#embed "../../Campaigns/aralar-sponsorship.yaml"
};

static const unsigned char demoCampaignsContextTrainsYaml[] = {
#embed "../../Campaigns/context-trains.yaml"
};

static const unsigned char demoCampaignsFlightConcertsYaml[] = {
#embed "../../Campaigns/flight-concerts.yaml"
};

static const unsigned char demoCampaignsHouseSubscriptionYaml[] = {
#embed "../../Campaigns/house-subscription.yaml"
};

static const unsigned char demoCampaignsHtmlClickMacroYaml[] = {
#embed "../../Campaigns/html-click-macro.yaml"
};

static const unsigned char demoCampaignsNativeGardenYaml[] = {
#embed "../../Campaigns/native-garden.yaml"
};

static const unsigned char demoCampaignsSlotsYaml[] = {
#embed "../../Campaigns/slots.yaml"
};

static const unsigned char demoCampaignsWeightedPairYaml[] = {
#embed "../../Campaigns/weighted-pair.yaml"
};

static const unsigned char demoCampaignsWorldSectionYaml[] = {
#embed "../../Campaigns/world-section.yaml"
};

static const unsigned char demoIconSvg[] = {
#embed "Resources/demo/icon.svg"
};

static const unsigned char demoImagesBarnStormSvg[] = {
#embed "Resources/demo/images/barn-storm.svg"
};

static const unsigned char demoImagesCometSvg[] = {
#embed "Resources/demo/images/comet.svg"
};

static const unsigned char demoImagesDrumsSvg[] = {
#embed "Resources/demo/images/drums.svg"
};

static const unsigned char demoImagesHalvikLakeSvg[] = {
#embed "Resources/demo/images/halvik-lake.svg"
};

static const unsigned char demoImagesHarbourCranesSvg[] = {
#embed "Resources/demo/images/harbour-cranes.svg"
};

static const unsigned char demoImagesKelpSvg[] = {
#embed "Resources/demo/images/kelp.svg"
};

static const unsigned char demoImagesMountainRoadSvg[] = {
#embed "Resources/demo/images/mountain-road.svg"
};

static const unsigned char demoImagesNetworkDarkSvg[] = {
#embed "Resources/demo/images/network-dark.svg"
};

static const unsigned char demoImagesNightTrainSvg[] = {
#embed "Resources/demo/images/night-train.svg"
};

static const unsigned char demoImagesSiliconWaferSvg[] = {
#embed "Resources/demo/images/silicon-wafer.svg"
};

static const unsigned char demoStyleCss[] = {
#embed "Resources/demo/style.css"
};

static const unsigned char openAPI[] = {
#embed "Resources/openapi.json"
};

static const unsigned char reportStyleCss[] = {
#embed "Resources/report/style.css"
};

static const unsigned char stopWordsNotice[] = {
#embed "Resources/stopwords/NOTICE"
};

static const unsigned char stopWordsDanish[] = {
#embed "Resources/stopwords/da.txt"
};

static const unsigned char stopWordsGerman[] = {
#embed "Resources/stopwords/de.txt"
};

static const unsigned char stopWordsEnglish[] = {
#embed "Resources/stopwords/en.txt"
};

static const unsigned char stopWordsSpanish[] = {
#embed "Resources/stopwords/es.txt"
};

static const unsigned char stopWordsFinnish[] = {
#embed "Resources/stopwords/fi.txt"
};

static const unsigned char stopWordsFrench[] = {
#embed "Resources/stopwords/fr.txt"
};

static const unsigned char stopWordsHungarian[] = {
#embed "Resources/stopwords/hu.txt"
};

static const unsigned char stopWordsItalian[] = {
#embed "Resources/stopwords/it.txt"
};

static const unsigned char stopWordsDutch[] = {
#embed "Resources/stopwords/nl.txt"
};

static const unsigned char stopWordsNorwegian[] = {
#embed "Resources/stopwords/no.txt"
};

static const unsigned char stopWordsPortuguese[] = {
#embed "Resources/stopwords/pt.txt"
};

static const unsigned char stopWordsRussian[] = {
#embed "Resources/stopwords/ru.txt"
};

static const unsigned char stopWordsSwedish[] = {
#embed "Resources/stopwords/sv.txt"
};

static const unsigned char stringsDeJson[] = {
#embed "Resources/strings/de.json"
};

static const unsigned char stringsEnJson[] = {
#embed "Resources/strings/en.json"
};

static const unsigned char templatesDemoArticleMustache[] = {
#embed "Resources/templates/demo-article.mustache"
};

static const unsigned char templatesDemoCardMustache[] = {
#embed "Resources/templates/demo-card.mustache"
};

static const unsigned char templatesDemoErrorMustache[] = {
#embed "Resources/templates/demo-error.mustache"
};

static const unsigned char templatesDemoFooterMustache[] = {
#embed "Resources/templates/demo-footer.mustache"
};

static const unsigned char templatesDemoFrontMustache[] = {
#embed "Resources/templates/demo-front.mustache"
};

static const unsigned char templatesDemoHeadMustache[] = {
#embed "Resources/templates/demo-head.mustache"
};

static const unsigned char templatesDemoMastheadMustache[] = {
#embed "Resources/templates/demo-masthead.mustache"
};

static const unsigned char templatesDemoSectionMustache[] = {
#embed "Resources/templates/demo-section.mustache"
};

static const unsigned char templatesLatestFragmentMustache[] = {
#embed "Resources/templates/latest-fragment.mustache"
};

static const unsigned char templatesRelatedFragmentMustache[] = {
#embed "Resources/templates/related-fragment.mustache"
};

static const unsigned char templatesReportChartMustache[] = {
#embed "Resources/templates/report-chart.mustache"
};

static const unsigned char templatesReportTableMustache[] = {
#embed "Resources/templates/report-table.mustache"
};

static const unsigned char templatesReportMustache[] = {
#embed "Resources/templates/report.mustache"
};

static const BroadsheetResource resources[] = {
    RESOURCE(demoAdsAlphadogFetch300x250Svg, "demo/ads/alphadog-fetch-300x250.svg"),
    RESOURCE(demoAdsAlphadogGuard300x250Svg, "demo/ads/alphadog-guard-300x250.svg"),
    RESOURCE(demoAdsAralar728x90Svg, "demo/ads/aralar-728x90.svg"),
    RESOURCE(demoAdsConcerts728x90Svg, "demo/ads/concerts-728x90.svg"),
    RESOURCE(demoAdsEmmerling728x90Svg, "demo/ads/emmerling-728x90.svg"),
    RESOURCE(demoAdsGardenNative600x400Svg, "demo/ads/garden-native-600x400.svg"),
    RESOURCE(demoAdsHouse300x250Svg, "demo/ads/house-300x250.svg"),
    RESOURCE(demoAdsHouse728x90Svg, "demo/ads/house-728x90.svg"),
    RESOURCE(demoAdsHouseNative600x400Svg, "demo/ads/house-native-600x400.svg"),
    RESOURCE(demoAdsLindasRailways728x90Svg, "demo/ads/lindas-railways-728x90.svg"),
    RESOURCE(demoAdsPolyglot728x90Svg, "demo/ads/polyglot-728x90.svg"),
    RESOURCE(demoAdsTamsinTea728x90Svg, "demo/ads/tamsin-tea-728x90.svg"),
    RESOURCE(demoArticlesJsonl, "demo/articles.jsonl"),
    RESOURCE(demoCampaignsAlphadogHostingYaml, "demo/campaigns/alphadog-hosting.yaml"),
    RESOURCE(demoCampaignsAralarSponsorshipYaml, "demo/campaigns/aralar-sponsorship.yaml"),
    RESOURCE(demoCampaignsContextTrainsYaml, "demo/campaigns/context-trains.yaml"),
    RESOURCE(demoCampaignsFlightConcertsYaml, "demo/campaigns/flight-concerts.yaml"),
    RESOURCE(demoCampaignsHouseSubscriptionYaml, "demo/campaigns/house-subscription.yaml"),
    RESOURCE(demoCampaignsHtmlClickMacroYaml, "demo/campaigns/html-click-macro.yaml"),
    RESOURCE(demoCampaignsNativeGardenYaml, "demo/campaigns/native-garden.yaml"),
    RESOURCE(demoCampaignsSlotsYaml, "demo/campaigns/slots.yaml"),
    RESOURCE(demoCampaignsWeightedPairYaml, "demo/campaigns/weighted-pair.yaml"),
    RESOURCE(demoCampaignsWorldSectionYaml, "demo/campaigns/world-section.yaml"),
    RESOURCE(demoIconSvg, "demo/icon.svg"),
    RESOURCE(demoImagesBarnStormSvg, "demo/images/barn-storm.svg"),
    RESOURCE(demoImagesCometSvg, "demo/images/comet.svg"),
    RESOURCE(demoImagesDrumsSvg, "demo/images/drums.svg"),
    RESOURCE(demoImagesHalvikLakeSvg, "demo/images/halvik-lake.svg"),
    RESOURCE(demoImagesHarbourCranesSvg, "demo/images/harbour-cranes.svg"),
    RESOURCE(demoImagesKelpSvg, "demo/images/kelp.svg"),
    RESOURCE(demoImagesMountainRoadSvg, "demo/images/mountain-road.svg"),
    RESOURCE(demoImagesNetworkDarkSvg, "demo/images/network-dark.svg"),
    RESOURCE(demoImagesNightTrainSvg, "demo/images/night-train.svg"),
    RESOURCE(demoImagesSiliconWaferSvg, "demo/images/silicon-wafer.svg"),
    RESOURCE(demoStyleCss, "demo/style.css"),
    RESOURCE(openAPI, "openapi.json"),
    RESOURCE(reportStyleCss, "report/style.css"),
    RESOURCE(stopWordsNotice, "stopwords/NOTICE"),
    RESOURCE(stopWordsDanish, "stopwords/da.txt"),
    RESOURCE(stopWordsGerman, "stopwords/de.txt"),
    RESOURCE(stopWordsEnglish, "stopwords/en.txt"),
    RESOURCE(stopWordsSpanish, "stopwords/es.txt"),
    RESOURCE(stopWordsFinnish, "stopwords/fi.txt"),
    RESOURCE(stopWordsFrench, "stopwords/fr.txt"),
    RESOURCE(stopWordsHungarian, "stopwords/hu.txt"),
    RESOURCE(stopWordsItalian, "stopwords/it.txt"),
    RESOURCE(stopWordsDutch, "stopwords/nl.txt"),
    RESOURCE(stopWordsNorwegian, "stopwords/no.txt"),
    RESOURCE(stopWordsPortuguese, "stopwords/pt.txt"),
    RESOURCE(stopWordsRussian, "stopwords/ru.txt"),
    RESOURCE(stopWordsSwedish, "stopwords/sv.txt"),
    RESOURCE(stringsDeJson, "strings/de.json"),
    RESOURCE(stringsEnJson, "strings/en.json"),
    RESOURCE(templatesDemoArticleMustache, "templates/demo-article.mustache"),
    RESOURCE(templatesDemoCardMustache, "templates/demo-card.mustache"),
    RESOURCE(templatesDemoErrorMustache, "templates/demo-error.mustache"),
    RESOURCE(templatesDemoFooterMustache, "templates/demo-footer.mustache"),
    RESOURCE(templatesDemoFrontMustache, "templates/demo-front.mustache"),
    RESOURCE(templatesDemoHeadMustache, "templates/demo-head.mustache"),
    RESOURCE(templatesDemoMastheadMustache, "templates/demo-masthead.mustache"),
    RESOURCE(templatesDemoSectionMustache, "templates/demo-section.mustache"),
    RESOURCE(templatesLatestFragmentMustache, "templates/latest-fragment.mustache"),
    RESOURCE(templatesRelatedFragmentMustache, "templates/related-fragment.mustache"),
    RESOURCE(templatesReportChartMustache, "templates/report-chart.mustache"),
    RESOURCE(templatesReportTableMustache, "templates/report-table.mustache"),
    RESOURCE(templatesReportMustache, "templates/report.mustache"),
};

size_t broadsheet_resource_count(void) { return sizeof(resources) / sizeof(resources[0]); }

BroadsheetResource broadsheet_resource(size_t index) { return resources[index]; }
