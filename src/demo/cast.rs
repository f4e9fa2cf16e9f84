//! The partners of the example program: invented people and companies of every kind.

use crate::domain::partner::PartnerState::{self, Active, Applied, Ended, Paused, Prospect};

/// What a partner of the example is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum In {
    /// 25% of base for 12 months.
    Referral,
    /// A share while active.
    Affiliate,
    /// A fixed sum per conversion.
    Team,
    /// Nothing yet.
    Nothing,
}

/// One partner.
pub(super) struct Player {
    pub name: &'static str,
    pub kind: &'static str,
    pub site: &'static str,
    pub country: &'static str,
    pub owner: &'static str,
    pub state: PartnerState,
    pub reason: Option<&'static str>,
    /// Months before today the partner joined.
    pub joined: u32,
    pub currency: &'static str,
    pub program: In,
    pub method: &'static str,
    /// The account it pays to, and the code of its bank.
    pub account: (&'static str, &'static str),
    /// The person there, and what they do.
    pub person: (&'static str, &'static str),
    pub tags: &'static str,
    pub note: Option<&'static str>,
}

const fn player(
    name: &'static str,
    kind: &'static str,
    site: &'static str,
    country: &'static str,
) -> Player {
    Player {
        name,
        kind,
        site,
        country,
        owner: "Sam Rivera",
        state: Active,
        reason: None,
        joined: 20,
        currency: "USD",
        program: In::Referral,
        method: "bank",
        account: ("", ""),
        person: ("", ""),
        tags: "",
        note: None,
    }
}

/// Everybody; plots name them by their place in this list.
pub(super) const CAST: &[Player] = &[
    Player {
        method: "bank",
        account: ("021000021 / 000123456789", ""),
        person: ("Dana Whitlock", "Head of partnerships"),
        tags: "top retail",
        note: Some("Asked for 30% at the last review; said no, offered a joint webinar."),
        ..player(
            "Northwind Agency",
            "agency",
            "https://northwind-agency.example",
            "United States",
        )
    },
    Player {
        owner: "Lena Hoffmann",
        currency: "EUR",
        method: "bank",
        account: ("DE89370400440532013000", "COBADEFFXXX"),
        person: ("Jürgen Müller", "Geschäftsführer"),
        tags: "dach",
        note: Some("Prefers invoices in German."),
        ..player(
            "Müller & Söhne GmbH",
            "consultant",
            "https://mueller-soehne.example",
            "Germany",
        )
    },
    Player {
        method: "wise",
        owner: "Lena Hoffmann",
        joined: 14,
        account: ("pay@nihon-partners.example", ""),
        person: ("佐藤 美咲", "代表"),
        tags: "apac",
        ..player(
            "日本パートナーズ",
            "reseller",
            "https://nihon-partners.example",
            "Japan",
        )
    },
    Player {
        method: "wise",
        joined: 19,
        account: ("accounts@quillfield.example", ""),
        person: ("Marcus Oyelaran", "Ecosystem lead"),
        tags: "integration top",
        ..player(
            "Quillfield",
            "technology",
            "https://quillfield.example",
            "United States",
        )
    },
    Player {
        joined: 17,
        account: ("GB29NWBK60161331926819", "NWBKGB2L"),
        person: ("Imogen Pine", "Partner"),
        tags: "retail",
        ..player(
            "Harbour & Pine",
            "agency",
            "https://harbour-pine.example",
            "United Kingdom",
        )
    },
    Player {
        method: "wise",
        owner: "Tomás Ruiz",
        joined: 15,
        account: ("finance@lumenstack.example", ""),
        person: ("Wei Lin", "Alliances"),
        tags: "integration",
        ..player(
            "Lumenstack",
            "technology",
            "https://lumenstack.example",
            "Canada",
        )
    },
    Player {
        owner: "Lena Hoffmann",
        joined: 12,
        currency: "EUR",
        program: In::Affiliate,
        method: "paypal",
        account: ("ana@anaferreira.example", ""),
        person: ("Ana Ferreira", "Author"),
        tags: "newsletter",
        ..player(
            "Ana Ferreira",
            "affiliate",
            "https://anaferreira.example",
            "Portugal",
        )
    },
    Player {
        owner: "Tomás Ruiz",
        joined: 9,
        account: ("026009593 / 004417820", ""),
        person: ("Bill Tiernan", "Principal"),
        ..player(
            "Tidewater Consulting",
            "consultant",
            "https://tidewater.example",
            "United States",
        )
    },
    Player {
        owner: "Tomás Ruiz",
        joined: 16,
        person: ("Rosa Delgado", "Owner"),
        tags: "advocate",
        note: Some("A happy customer: prefers account credit when we offer it."),
        ..player(
            "Copperleaf Coffee",
            "customer",
            "https://copperleaf.example",
            "United States",
        )
    },
    Player {
        joined: 18,
        program: In::Team,
        method: "payroll",
        person: ("Priya Nair", "Solutions engineer"),
        ..player("Priya Nair", "employee", "", "United States")
    },
    Player {
        joined: 18,
        program: In::Affiliate,
        method: "paypal",
        account: ("payments@brightorchard.example", ""),
        person: ("Theo Marsh", "Editor"),
        tags: "newsletter",
        note: Some("Quiet since spring. Ask about the autumn issue."),
        ..player(
            "Bright Orchard Media",
            "affiliate",
            "https://brightorchard.example",
            "United States",
        )
    },
    Player {
        owner: "Lena Hoffmann",
        joined: 13,
        currency: "EUR",
        method: "bank",
        account: ("NO9386011117947", "DNBANOKK"),
        person: ("Ingrid Solberg", "Daglig leder"),
        tags: "nordics",
        ..player(
            "Fjordlys AS",
            "agency",
            "https://fjordlys.example",
            "Norway",
        )
    },
    Player {
        owner: "Tomás Ruiz",
        joined: 10,
        account: ("122000661 / 7781204", ""),
        person: ("Carla Nuñez", "Channel manager"),
        ..player(
            "Sable Ridge Systems",
            "reseller",
            "https://sableridge.example",
            "United States",
        )
    },
    Player {
        owner: "Tomás Ruiz",
        state: Applied,
        joined: 0,
        program: In::Nothing,
        person: ("Ines Roche", "Founder"),
        note: Some("Applied through the website; call to be set up."),
        ..player(
            "Juniper Loop",
            "agency",
            "https://juniperloop.example",
            "France",
        )
    },
    Player {
        state: Ended,
        reason: Some("closed its doors"),
        joined: 19,
        person: ("Neil Abara", "Owner"),
        ..player(
            "Old Mill Studio",
            "agency",
            "https://oldmill.example",
            "Ireland",
        )
    },
    Player {
        owner: "Tomás Ruiz",
        state: Paused,
        reason: Some("their team changes until January"),
        joined: 11,
        person: ("Sofie Brandt", "Partnerships"),
        tags: "integration",
        ..player(
            "Kestrel Analytics",
            "technology",
            "https://kestrel-analytics.example",
            "Denmark",
        )
    },
    Player {
        state: Prospect,
        joined: 0,
        program: In::Nothing,
        person: ("Owen Vale", "Director"),
        note: Some("Met at the retail fair; wants to see the integration first."),
        ..player(
            "Cedar & Vale",
            "consultant",
            "https://cedarvale.example",
            "United Kingdom",
        )
    },
];
